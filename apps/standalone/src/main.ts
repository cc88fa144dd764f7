import 'reflect-metadata';
import { readSettings } from '@firstwrite/platform';
import { pino } from 'pino';
import { banner } from './banner';
import { startService } from './start-service';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const logger = pino(
    { level: settings.LOG_LEVEL, base: { role: 'standalone' } },
    pino.destination({ dest: 2, sync: true }),
  );
  const service = await startService(settings, logger);
  process.stdout.write(banner(service));
  const reason = await Promise.race([stopSignal(), service.failed]);
  if (reason instanceof Error) logger.fatal({ err: reason }, 'the service cannot go on');
  await service.stop();
  process.exitCode = reason instanceof Error ? 1 : 0;
  process.exit();
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => STOP_SIGNALS.forEach((signal) => process.on(signal, resolve)));
}

main().catch((error: unknown) => {
  process.stderr.write(`firstwrite: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
