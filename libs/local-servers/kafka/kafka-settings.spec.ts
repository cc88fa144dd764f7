import { nodeSettings, propertiesText } from './kafka-settings';

const address = (id: number) => ({ id, port: 15_000 + id, controllerPort: 16_000 + id });

describe('the settings of a node', () => {
  it('keep a cluster of three writable with one node down, and a single node as well', () => {
    const three = [1, 2, 3].map(address);
    const plan = { node: three[1]!, nodes: three, nodeDirectory: '/data/node-2', overrides: {} };
    expect(nodeSettings(plan)).toMatchObject({
      'node.id': '2',
      'offsets.topic.replication.factor': '3',
      'min.insync.replicas': '2',
      'controller.quorum.voters': '1@127.0.0.1:16001,2@127.0.0.1:16002,3@127.0.0.1:16003',
    });
    expect(nodeSettings({ ...plan, node: three[0]!, nodes: three.slice(0, 1) })).toMatchObject({
      'offsets.topic.replication.factor': '1',
      'min.insync.replicas': '1',
    });
  });

  it('can be overridden, except addresses and folders', () => {
    const nodes = [address(1)];
    const overrides = { 'auto.create.topics.enable': 'true', 'log.dirs': '/elsewhere', listeners: 'PLAINTEXT://:9092' };
    expect(nodeSettings({ node: nodes[0]!, nodes, nodeDirectory: '/data/node-1', overrides })).toMatchObject({
      'auto.create.topics.enable': 'true',
      'log.dirs': '/data/node-1/log',
      listeners: 'PLAINTEXT://127.0.0.1:15001,CONTROLLER://127.0.0.1:16001',
    });
  });

  it('are escaped for Java', () => {
    expect(propertiesText({ 'log.dirs': 'C:\\data', 'node.id': '1' })).toBe('log.dirs=C:\\\\data\nnode.id=1\n');
  });
});
