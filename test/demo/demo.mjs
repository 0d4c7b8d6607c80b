import { Job } from '../support/runner.mjs';
import { startSandboxProcess } from '../support/sandbox-process.mjs';

/**
 * The whole story on the sandbox, from the committed dist, with nothing installed: a number is
 * rented, a sample app sends its SMS, the code arrives, the number goes back, the books balance.
 * Then once more with an app that never sends. Ends with 1 if anything is left rented.
 */

const say = (/** @type {string} */ line) => {
  console.log(line);
};

/** The app under test: its sign-up sends a passcode through some SMS gateway, here the sandbox. */
const sampleApp = {
  /** @param {(path: string, body: unknown) => Promise<unknown>} gateway */
  signUp(/** @type {string} */ phone, gateway) {
    const code = String(Math.floor(Math.random() * 1_000_000)).padStart(6, '0');
    return gateway('/sms', { to: phone, text: `Your Example code is ${code}` }).then(() => code);
  },
};

/** @type {string[]} */
const problems = [];

/**
 * @param {string} what
 * @param {boolean} holds
 */
function expect(what, holds) {
  say(`  ${holds ? '✓' : '✗'} ${what}`);
  if (!holds) problems.push(what);
}

say('Starting the sandbox, a stand-in for the provider that costs nothing.');
const sandbox = await startSandboxProcess(['--cancel-after', '1', '--balance', '150000']);
say(`  It listens on ${sandbox.url}; an account there holds 150000 IDR.`);

try {
  for (const [dialect, url] of [
    ['guide', sandbox.guideUrl],
    ['openapi', sandbox.openapiUrl],
  ]) {
    say(`\nJob 1 (${dialect} dialect): the app sends its SMS.`);
    await verifiedJob(String(url));
    say(
      `\nJob 2 (${dialect} dialect): the app never sends; nothing may stay rented, nothing is paid.`,
    );
    await silentJob(String(url));
  }

  /** @type {import('../../src/sandbox/index.ts').BooksView} */
  const books = await sandbox.control('/books');
  say('\nThe books of the account:');
  for (const order of books.orders) {
    say(
      `  order ${order.id}: ${order.state}, charged ${order.charged} IDR, refunded ${order.refunded} IDR`,
    );
  }
  say(
    `  ${books.opening_balance} - ${books.charged} charged + ${books.refunded} refunded = ${books.balance} IDR`,
  );
  expect('the books balance', books.balanced);
  expect('four numbers were rented', books.rented === 4);
  expect(
    'nothing is left rented and unpaid for',
    books.orders.every(({ state }) => ['completed', 'cancelled', 'otp-received'].includes(state)),
  );
  expect('two SMS were paid, two numbers refunded', books.spent === 2 * 4500);
} finally {
  await sandbox.stop();
}

if (problems.length > 0) {
  console.error(`\nThe demo failed: ${problems.join('; ')}.`);
  process.exitCode = 1;
} else {
  say('\nAll numbers went back. In a workflow these are the same three steps: see README.md.');
}

/** @param {string} url */
async function verifiedJob(url) {
  const job = new Job({ env: { SMSCODE_TOKEN: sandbox.token, SMSCODE_API_URL: url } });
  const rented = await show(
    job.step({ platform: 'whatsapp', country: 'indonesia', 'max-price': '5000' }),
    'mode: acquire',
  );
  const phone = rented.outputs['phone-number'] ?? '';
  expect(`rented ${phone} for ${rented.outputs['price']} IDR`, rented.code === 0);
  const waiting = job.start({ mode: 'wait', 'poll-interval': '3s' });
  await firstLine(waiting.child);
  say(`  The sample app sends its SMS to ${phone}.`);
  const sent = await sampleApp.signUp(phone, sandbox.control);
  const waited = await show(waiting.done, 'mode: wait');
  expect(
    `the code that was sent is the output otp-code: ${sent}`,
    waited.outputs['otp-code'] === sent,
  );
  await end(job);
}

/** @param {string} url */
async function silentJob(url) {
  const job = new Job({ env: { SMSCODE_TOKEN: sandbox.token, SMSCODE_API_URL: url } });
  const rented = await show(
    job.step({ platform: 'whatsapp', country: 'indonesia', 'max-price': '5000' }),
    'mode: acquire',
  );
  expect(`rented ${rented.outputs['phone-number']}`, rented.code === 0);
  const waited = await show(job.step({ mode: 'wait', timeout: '1s' }), 'mode: wait, timeout: 1s');
  expect('the step fails and says why: otp-timeout', waited.outputs['failure'] === 'otp-timeout');
  await end(job);
}

/** @param {import('node:child_process').ChildProcess} child */
function firstLine(child) {
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk) => {
      if (String(chunk).includes('waiting')) resolve(undefined);
    });
    child.on('exit', resolve);
  });
}

/** @param {Job} job */
async function end(job) {
  const posts = await job.finish();
  for (const post of posts) for (const line of shown(post.stdout)) say(`    post | ${line}`);
  expect(
    'the post steps gave everything back',
    posts.every(({ code }) => code === 0),
  );
}

/**
 * @param {Promise<import('../support/runner.mjs').StepResult>} running
 * @param {string} name
 */
async function show(running, name) {
  const result = await running;
  for (const line of shown(result.stdout)) say(`    ${name} | ${line}`);
  if (result.stderr !== '') say(`    ${name} | ${result.stderr}`);
  return result;
}

/** @param {string} stdout */
function shown(stdout) {
  return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('::add-mask::'));
}
