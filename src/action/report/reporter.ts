import * as core from '@actions/core';
import type { Reporter } from '../../domain/ports.ts';

export const logReporter: Reporter = {
  info: (line) => {
    core.info(line);
  },
  notice: (line) => {
    core.notice(line);
  },
  warning: (line) => {
    core.warning(line);
  },
};
