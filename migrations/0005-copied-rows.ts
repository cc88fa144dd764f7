import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CopiedRows1760000000005 implements MigrationInterface {
  /**
   * A projector copies rows after it has moved its checkpoints. If another process owns one of the checkpoints by now,
   * nothing may be copied.
   */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create function assert_claims(moved bigint, wanted bigint) returns void language plpgsql immutable as $$
       begin
         if moved <> wanted then
           raise exception '% of % claims do not hold', wanted - moved, wanted using errcode = 'FW004';
         end if;
       end $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function assert_claims');
  }
}
