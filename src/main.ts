import { runMain } from './action/main/run-main.ts';
import { reportCrashes } from './action/report/reporter.ts';

reportCrashes('protocol');
await runMain(process.env);
