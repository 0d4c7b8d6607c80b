import { spawn } from 'node:child_process';

/**
 * Stands between a test and a step as the runner's own process does: it starts the step, says when
 * that has ended, and lives on until it is killed.
 *
 * Use: node fake-runner.mjs NODE ARGUMENTS...
 */
const [, , file = '', ...args] = process.argv;
spawn(file, args, { stdio: 'inherit' }).on('exit', () => {
  console.log('the step has ended');
});
setInterval(() => undefined, 1_000_000);
