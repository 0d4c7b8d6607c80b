import { runMain } from './action/main/run-main.ts';
import { reportCrashes } from './action/report/reporter.ts';
import { endSoon } from './action/runtime/last-exit.ts';

reportCrashes('protocol');
await runMain(process.env);
endSoon();
