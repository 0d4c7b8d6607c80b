import { setFlagsFromString } from 'node:v8';
import { runKeeper } from './action/keeper/run-keeper.ts';

// Not on its command line: where V8 does not know it any more, nothing happens here.
setFlagsFromString('--optimize-for-size');
runKeeper();
