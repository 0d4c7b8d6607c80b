import { runPost } from './action/post/run-post.ts';
import { reportCrashes } from './action/report/reporter.ts';

reportCrashes('leaked');
await runPost(process.env);
