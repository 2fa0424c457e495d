/** The last three minor versions, which are those that Kubernetes' own project keeps. */
export const kubernetesVersions = ['1.35', '1.36', '1.37'] as const;
