// Starts the server, the OIDC provider and the stand-in for AWS once for all journeys, on free ports and without state.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** What `cargo xtask stage` says: where everything listens. */
interface Addresses {
  server: string;
  issuer: string;
  endpoint: string;
  control: string;
}

/** Delays long enough that progress is seen, and short enough that a journey does not wait. */
const DELAYS = { delay: { '*': 0.05, 'AWS::RDS::DBCluster': 2, 'AWS::RDS::DBInstance': 1 } };

export default async function stage(): Promise<() => Promise<void>> {
  const [program, ...first] = process.env.XTASK ? [process.env.XTASK] : ['cargo', 'xtask'];
  const running = spawn(program, [...first, 'stage', '--folder', 'results/stage'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const addresses = await addressesOf(running);
  process.env.PROVISIONER_URL = addresses.server;
  process.env.AWS_STAND_IN = addresses.endpoint;
  process.env.AWS_CONTROL = addresses.control;
  writeFileSync(addresses.control, JSON.stringify(DELAYS));
  return async () => {
    running.stdin?.end();
    if (running.exitCode === null) await once(running, 'exit');
  };
}

async function addressesOf(running: ChildProcess): Promise<Addresses> {
  for await (const line of createInterface({ input: running.stdout! })) {
    if (line.startsWith('{')) return JSON.parse(line) as Addresses;
  }
  throw new Error('the stage ended before it was set; its output is above');
}
