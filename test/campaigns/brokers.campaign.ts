import { leaveNothingBehind } from '../e2e/system/clean-up';
import { holderOf, offices } from './broker-offices';
import { campaignOptions } from './campaign-options';
import { countIn, letPass, underLoad, type Ground, type Summary } from './under-load';

const { kills, secondsBetween } = campaignOptions({ kills: 10, secondsBetween: 6 });

/** Time for the servers, the roles and the final proofs. */
const aroundMsMax = 600_000;
const restartMsMax = 120_000;
jest.setTimeout(aroundMsMax + kills * (secondsBetween * 1_000 + restartMsMax));
leaveNothingBehind();

test(`${kills} kills among three brokers under load, and nothing is lost`, () =>
  underLoad({ brokers: 3, projectors: 2 }, killInTurn));

/**
 * Kills one broker after the other. The next broker is killed even if the others have not caught up with the topic:
 * then the log waits, but orders do not.
 */
async function killInTurn({ cluster, say }: Ground): Promise<Summary> {
  const summary: Summary = {};
  for (let kill = 0; kill < kills; kill += 1) {
    const office = offices[kill % offices.length]!;
    const { node, what } = await holderOf(cluster, office, kill);
    await node.kill9();
    countIn(summary, `kills of a ${office}`);
    say(`kill ${kill + 1} of ${kills}: broker ${node.id}, ${what}`);
    await letPass(secondsBetween / 2);
    await node.restart();
    say(`broker ${node.id} serves again`);
    await letPass(secondsBetween / 2);
  }
  return summary;
}
