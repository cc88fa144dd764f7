import { leaveNothingBehind } from './clean-up';
import type { Database } from './database';
import { shopOf, type Shop } from './shop';
import { startSystem, type System, type SystemOptions } from './system';

/** The one system of a spec file; it exists inside tests only. */
export interface SystemInUse {
  readonly system: System;
  readonly database: Database;
  readonly shop: Shop;
  /** Kills the system, as a power cut would; the clean-up then expects no ordered stop. */
  killAndForget(): Promise<void>;
}

/** Starts a system before the tests of a file, stops it afterwards, and expects a clean end. */
export function useSystem(options: SystemOptions = {}): SystemInUse {
  let inUse: Omit<SystemInUse, 'killAndForget'> | undefined;
  const current = () => {
    if (!inUse) throw new Error('the system runs during tests only');
    return inUse;
  };
  beforeAll(async () => {
    const system = await startSystem(options);
    inUse = { system, database: await system.openDatabase(), shop: shopOf(system) };
  });
  afterAll(async () => {
    await inUse?.database.close();
    await inUse?.system.stop();
  });
  leaveNothingBehind();
  return {
    get system() {
      return current().system;
    },
    get database() {
      return current().database;
    },
    get shop() {
      return current().shop;
    },
    killAndForget: async () => {
      const { system, database } = current();
      inUse = undefined;
      await database.close();
      await system.kill9();
    },
  };
}
