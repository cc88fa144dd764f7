import { IllegalTransitionError, Modes, type Transitions } from './modes';

type DoorMode = 'open' | 'shut' | 'locked';
const DOOR: Transitions<DoorMode> = { open: ['shut'], shut: ['open', 'locked'], locked: ['shut'] };

test('a machine follows the transitions of its table', () => {
  const modes = new Modes('door', DOOR, 'open');
  modes.to('shut');
  modes.to('locked');
  expect(modes.current).toBe('locked');
  expect([modes.is('locked'), modes.is('open')]).toEqual([true, false]);
});

test('an illegal transition throws, and the mode stays', () => {
  const modes = new Modes('door', DOOR, 'open');
  expect(() => modes.to('locked')).toThrow(IllegalTransitionError);
  expect(() => modes.to('locked')).toThrow('door: no transition from "open" to "locked"');
  expect(modes.current).toBe('open');
});

test('a mode follows itself only where the table says so', () => {
  expect(() => new Modes('door', DOOR, 'open').to('open')).toThrow(IllegalTransitionError);
  new Modes('bell', { ringing: ['ringing'] }, 'ringing').to('ringing');
});
