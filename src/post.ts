import { runPost, sayLeftBehind } from './action/post/run-post.ts';
import { reportCrashes } from './action/report/reporter.ts';
import { endSoon } from './action/runtime/last-exit.ts';

reportCrashes('leaked', () => {
  sayLeftBehind(process.env);
});
await runPost(process.env);
endSoon();
