// Stands for Cypress, which downloads a program of its own and so cannot run everywhere: calls the
// tasks of cypress.config.mjs as Cypress does, and sends the app's forms itself.
import config from './cypress.config.mjs';

const [app] = process.argv.slice(2);
const tasks = {};
config.e2e.setupNodeEvents((event, given) => Object.assign(tasks, event === 'task' ? given : {}));

const phone = await tasks.phoneNumber();
await submit('/send-code', { phone });
const page = await submit('/verify', { phone, code: await tasks.otp() });
if (!page.includes('<h1>Welcome</h1>')) throw new Error(page);
console.log('Welcome');

async function submit(path, form) {
  const answer = await fetch(app + path, { method: 'POST', body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  return answer.text();
}
