/**
 * The app's way to its SMS gateway: `POST url` with `{"to","text"}`. This is the one module that
 * you replace by your own sender; to test, point it at the sandbox's control port.
 *
 * @param {string} url
 * @returns {(to: string, text: string) => Promise<void>} rejects if the gateway refuses
 */
export function smsSender(url) {
  return async (to, text) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to, text }),
    });
    if (!answer.ok) throw new Error(`The SMS gateway answered ${answer.status}.`);
  };
}
