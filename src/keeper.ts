import { runKeeper } from './action/keeper/run-keeper.ts';

runKeeper();
