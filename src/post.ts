import { runPost } from './action/post/run-post.ts';

await runPost(process.env);
