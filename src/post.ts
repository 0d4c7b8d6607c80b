import { runPost } from './action/post/run-post.ts';
import { reportCrashes } from './action/report/reporter.ts';
import { endSoon } from './action/runtime/last-exit.ts';

reportCrashes('leaked');
await runPost(process.env);
endSoon();
