/** A real file of order lines, when the environment names one. */
export const orderLinesFile = process.env['FIRSTWRITE_ORDER_LINES'];

/** A test on the real file; without one it is counted as skipped, and said so. */
export const onOrderLines: jest.It = orderLinesFile ? test : test.skip;

if (!orderLinesFile) {
  console.warn('FIRSTWRITE_ORDER_LINES names no file: the replay of real order lines is skipped');
}
