import { fileURLToPath } from 'node:url';

/** The Go module of the Kubernetes engine: it lies one folder up from the source and from the bundle alike. */
export const kubernetesModule = fileURLToPath(new URL('../engines/kubernetes', import.meta.url));
