import { parseProblem } from './api-request';

describe('a problem', () => {
  it('is read by its code and detail', () => {
    expect(parseProblem('{"code":"overloaded","detail":"later","status":429}')).toEqual({
      code: 'overloaded',
      detail: 'later',
    });
  });

  it.each(['', '<html>', 'null', '7', '[]', '{"code":7}'])('is empty in %j', (body) => {
    expect(parseProblem(body)).toEqual({});
  });
});
