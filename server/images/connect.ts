/** Images with the registries behind them, as the settings want it. */
import type { Settings } from '../../shared/settings.ts';
import type { Clock, ContainerEngine, CredentialSource, HttpClient, Logger, TextStore } from '../ports.ts';
import { RegistryClient } from '../registry/client.ts';
import { Transport } from '../registry/transport.ts';
import { LiveImages } from './live.ts';
import { embeddedImages } from './table.ts';

export interface Connections {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent: no registry is asked. */
  readonly http?: HttpClient | undefined;
  readonly store?: TextStore | undefined;
  readonly credentials?: CredentialSource | undefined;
  /** Absent: no engine of this machine is asked. */
  readonly engine?: ContainerEngine | undefined;
}

export type RegistrySettings = Pick<
  Settings,
  'registryEnabled' | 'registryMirrors' | 'registryTimeout' | 'registryUseDockerCredentials'
>;

export function connectImages(
  settings: RegistrySettings,
  { clock, logger, http, store, credentials, engine }: Connections,
): LiveImages {
  const options = {
    table: embeddedImages(),
    clock,
    logger,
    ...(store ? { store } : {}),
    ...(engine ? { engine } : {}),
  };
  if (!settings.registryEnabled || !http) return new LiveImages(options);
  const transport = new Transport({
    http,
    clock,
    timeoutMs: settings.registryTimeout,
    ...(settings.registryUseDockerCredentials && credentials ? { credentials } : {}),
  });
  return new LiveImages({ ...options, client: new RegistryClient(transport, settings.registryMirrors) });
}
