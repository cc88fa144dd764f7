const { Command, InvalidArgumentError, Option } = require('commander');
const jest = require('jest');
const { join } = require('node:path');

const ROOT = join(__dirname, '../..');
const program = new Command('campaign').description(
  'Injects faults into the service while orders are placed, and proves that nothing was lost.',
);

program
  .command('brokers')
  .description('Kills one of three Kafka brokers after the other: a leader, a coordinator, the controller.')
  .option('--kills <n>', 'number of times that a broker is killed and restarted', positive, 10)
  .option('--seconds-between <n>', 'time from a kill to the next; the broker is down for half of it', positive, 6)
  .action((options) => run('brokers', options));

program
  .command('projectors')
  .description('Kills and freezes projectors and relays at random, several at a time.')
  .option('--minutes <n>', 'how long faults are injected', positive, 2)
  .addOption(
    new Option('--seed <n>', 'the same seed draws the same faults')
      .argParser(positive)
      .default(1 + Math.floor(Math.random() * 1_000_000), 'a random one'),
  )
  .action((options) => run('projectors', options));

program
  .command('postgres')
  .description('Crashes PostgreSQL by kill -9 of one of its processes, and compares the views after each crash.')
  .option('--crashes <n>', 'number of crashes', positive, 20)
  .action((options) => run('postgres', options));

function positive(text) {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('a number above 0 is needed.');
  return number;
}

/** Runs a campaign as a long jest test: jest compiles it, limits its time, and turns a failure into the exit code. */
async function run(name, options) {
  process.env.CAMPAIGN_OPTIONS = JSON.stringify(options);
  const file = join(__dirname, `${name}.campaign.ts`);
  await jest.run(['--selectProjects', 'campaign', '--runInBand', '--runTestsByPath', file], ROOT);
}

void program.parseAsync();
