import { formatColumns } from './columns';

it('columns are as wide as their widest cell, and no line ends in blanks', () => {
  expect(
    formatColumns(
      ['name', 'value'],
      [
        ['PORT', '3000'],
        ['LOG_LEVEL', ''],
      ],
    ),
  ).toBe('name       value\nPORT       3000\nLOG_LEVEL\n');
});
