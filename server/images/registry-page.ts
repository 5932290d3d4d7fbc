/** Where people read about an image: the page of its registry, for registries that have one for everybody. */
import { familiarName, parseReference } from './reference.ts';
import type { ImageReference } from './reference.ts';

export interface RegistryPage {
  readonly title: string;
  readonly url: string;
}

/** Undefined for registries without public pages (private ones, registry.k8s.io) and for what is no reference. */
export function registryPage(text: string): RegistryPage | undefined {
  const reference = text === 'scratch' ? undefined : parseReference(text);
  return reference && pageOf(reference);
}

function pageOf(reference: ImageReference): RegistryPage | undefined {
  const { domain, path } = reference;
  const parts = path.split('/');
  switch (domain) {
    case 'docker.io':
      if (parts.length !== 2) return undefined;
      return {
        title: 'Docker Hub',
        url: `https://hub.docker.com/${parts[0] === 'library' ? `_/${parts[1]}` : `r/${path}`}`,
      };
    case 'ghcr.io':
      // Sends a browser on to the package's page, whether an organization or a person owns it.
      return parts.length < 2 ? undefined : { title: 'GitHub Packages', url: `https://ghcr.io/${path}` };
    case 'quay.io':
      return parts.length < 2 ? undefined : { title: 'Quay', url: `https://quay.io/repository/${path}` };
    case 'mcr.microsoft.com':
      return {
        title: 'Microsoft Artifact Registry',
        url: `https://mcr.microsoft.com/artifact/mar/${path}/about`,
      };
    case 'public.ecr.aws':
      return parts.length < 2
        ? undefined
        : { title: 'Amazon ECR Public Gallery', url: `https://gallery.ecr.aws/${path}` };
    case 'gcr.io':
      return parts[0] === 'distroless'
        ? { title: 'Distroless', url: 'https://github.com/GoogleContainerTools/distroless' }
        : undefined;
    case 'cgr.dev':
      return parts[0] === 'chainguard' && parts.length === 2
        ? { title: 'Chainguard', url: `https://images.chainguard.dev/directory/image/${parts[1]}/overview` }
        : undefined;
    default: {
      // A copy of an official image: its own page says what it is.
      const name = familiarName(reference);
      return name.includes('/')
        ? undefined
        : { title: 'Docker Hub', url: `https://hub.docker.com/_/${name}` };
    }
  }
}
