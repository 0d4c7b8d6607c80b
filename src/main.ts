import { runMain } from './action/main/run-main.ts';

await runMain(process.env);
