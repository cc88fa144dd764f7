import { BadSettingError, type Settings } from '@firstwrite/platform';

/** Refuses settings that only separate processes can use, instead of ignoring them. @throws BadSettingError */
export function requireInception({ KAFKA_BROKERS, FIRSTWRITE_VIEWS }: Settings): void {
  const unused = 'the template "inception" does not use it; unset it, or start with --template scale-out';
  if (KAFKA_BROKERS) throw new BadSettingError('KAFKA_BROKERS', KAFKA_BROKERS, unused);
  if (FIRSTWRITE_VIEWS === 'own') throw new BadSettingError('FIRSTWRITE_VIEWS', FIRSTWRITE_VIEWS, unused);
}
