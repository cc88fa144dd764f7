/** A real file of order lines, if the environment names one. */
export const orderLinesFile = process.env['FIRSTWRITE_ORDER_LINES'];

/** A test on the real file. Without a file it is skipped, with a message. */
export const onOrderLines: jest.It = orderLinesFile ? test : test.skip;

if (!orderLinesFile) {
  console.warn('FIRSTWRITE_ORDER_LINES names no file: the replay of real order lines is skipped');
}
