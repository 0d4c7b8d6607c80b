/** The first page: asks for the number. */
export function phonePage({ phone = '', error = '' } = {}) {
  return page(
    'Sign up',
    `${alert(error)}
    <form method="post" action="/send-code">
      <label>Phone number
        <input name="phone" type="tel" autocomplete="tel" placeholder="+62 812 3456 7890" required value="${escaped(phone)}">
      </label>
      <button>Send code</button>
    </form>`,
  );
}

/** The second page: asks for the code that was sent. */
export function codePage({ phone = '', error = '' } = {}) {
  return page(
    'Enter your code',
    `<p>We sent a code to <strong>${escaped(phone)}</strong>. It is good for 10 minutes.</p>
    ${alert(error)}
    <form method="post" action="/verify">
      <input type="hidden" name="phone" value="${escaped(phone)}">
      <label>Code
        <input name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus>
      </label>
      <button>Sign up</button>
    </form>
    <form method="post" action="/send-code">
      <input type="hidden" name="phone" value="${escaped(phone)}">
      <button class="quiet">Resend code</button>
    </form>`,
  );
}

/** The last page. */
export function welcomePage({ phone = '' } = {}) {
  return page('Welcome', `<p>You are signed up with <strong>${escaped(phone)}</strong>.</p>`);
}

/** @param {string} text */
function alert(text) {
  return text === '' ? '' : `<p role="alert">${escaped(text)}</p>`;
}

/**
 * @param {string} title
 * @param {string} body
 */
function page(title, body) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${title} · Example</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
    <h1>${title}</h1>
    ${body}
    </main>
  </body>
</html>
`;
}

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; background: #f4f5f7; color: #1c2330; margin: 0 }
  main { max-width: 22rem; margin: 4rem auto; padding: 2rem; background: #fff; border-radius: 12px; box-shadow: 0 1px 4px #0002 }
  h1 { font-size: 1.5rem; margin: 0 0 1rem }
  label { display: block; font-weight: 600 }
  input { display: block; width: 100%; box-sizing: border-box; font: inherit; font-weight: 400; margin-top: .25rem; padding: .6rem; border: 1px solid #8a93a3; border-radius: 6px }
  button { width: 100%; margin-top: 1rem; padding: .7rem; font: inherit; font-weight: 600; color: #fff; background: #2456c8; border: 0; border-radius: 6px; cursor: pointer }
  button.quiet { color: #2456c8; background: none }
  [role=alert] { padding: .6rem .8rem; color: #8c1d18; background: #fdecea; border-radius: 6px }
`;

/** @param {string} text */
function escaped(text) {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${String(sign.codePointAt(0))};`);
}
