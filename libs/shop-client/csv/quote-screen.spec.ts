import fc from 'fast-check';
import { QuoteScreen } from './quote-screen';

function screened(pieces: readonly string[]) {
  const screen = new QuoteScreen();
  const passed = pieces.map((piece) => screen.push(piece)).join('') + screen.end();
  return { passed, faults: screen.faults.map(({ line, column }) => [line, column]) };
}

describe('the quote screen', () => {
  it('passes sound records on, with plain line ends and a last one', () => {
    expect(screened(['a,b\r\n"c","d"\r\n\r\ne,f'])).toEqual({ passed: 'a,b\n"c","d"\n\ne,f\n', faults: [] });
  });

  it('passes a record of several lines on as it is', () => {
    expect(screened(['a,"b\nb"\nc,d\n'])).toEqual({ passed: 'a,"b\nb"\nc,d\n', faults: [] });
  });

  it('empties only the line with the broken quote, whatever quotes follow', () => {
    const text = 'a,"b\nc,d\ne,"f"\ng"g,h\ni,j\n';
    expect(screened([text])).toEqual({
      passed: '\nc,d\ne,"f"\n\ni,j\n',
      faults: [
        [1, 2],
        [4, 1],
      ],
    });
  });

  it('looks 64 lines ahead for the end of a quote, not further', () => {
    const closedTooLate = `a,"b\n${'c,d\n'.repeat(100)}e",f\n`;
    expect(screened([closedTooLate]).faults).toEqual([
      [1, 2],
      [102, 1],
    ]);
  });

  it('gives the same result however the file is cut into pieces', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n'), maxLength: 60 });
    fc.assert(
      fc.property(letters, fc.nat(), (text, at) => {
        const cut = text.length === 0 ? 0 : at % text.length;
        expect(screened([text.slice(0, cut), text.slice(cut)])).toEqual(screened([text]));
      }),
    );
  });

  it('keeps every line in its place', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n'), maxLength: 60 });
    fc.assert(
      fc.property(letters, (text) => {
        expect(screened([text]).passed.split('\n')).toHaveLength(
          `${text.replace(/\n$/, '')}\n`.split('\n').length - (text === '' ? 1 : 0),
        );
      }),
    );
  });
});
