export { CommandFailedError } from './command-failed.error';
export { currencyCode, integerBetween, serviceUrl } from './option.parsers';
export { formatColumns } from './output/columns';
export { type CommandOutput, processOutput } from './output/command-output';
export type { TableRow } from './output/table';
export { chooseProgress } from './progress/choose-progress';
export { LineProgress } from './progress/line.progress';
export type { Progress } from './progress/progress';
