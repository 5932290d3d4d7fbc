/**
 * Checkov's checks of Dockerfiles, as its policy index lists them (github.com/bridgecrewio/checkov, docs/5.Policy
 * Index/dockerfile.md, commit 03d5fda of 2026-08-20). The titles are ours.
 */
export const checkovChecks: readonly { id: string; title: string }[] = [
  { id: 'CKV_DOCKER_1', title: 'port 22 is exposed' },
  { id: 'CKV_DOCKER_2', title: 'no HEALTHCHECK' },
  { id: 'CKV_DOCKER_3', title: 'no USER' },
  { id: 'CKV_DOCKER_4', title: 'ADD where COPY would do' },
  { id: 'CKV_DOCKER_5', title: 'package lists updated in a RUN of their own' },
  { id: 'CKV_DOCKER_6', title: 'MAINTAINER' },
  { id: 'CKV_DOCKER_7', title: 'a base image tagged latest, or without a tag' },
  { id: 'CKV_DOCKER_8', title: 'the last USER is root' },
  { id: 'CKV_DOCKER_9', title: 'apt where apt-get is meant for scripts' },
  { id: 'CKV_DOCKER_10', title: 'a relative WORKDIR' },
  { id: 'CKV_DOCKER_11', title: 'two stages of one name' },
  { id: 'CKV2_DOCKER_1', title: 'sudo in RUN' },
  { id: 'CKV2_DOCKER_2', title: 'curl does not check certificates' },
  { id: 'CKV2_DOCKER_3', title: 'wget does not check certificates' },
  { id: 'CKV2_DOCKER_4', title: 'pip --trusted-host' },
  { id: 'CKV2_DOCKER_5', title: 'PYTHONHTTPSVERIFY turns the check of certificates off' },
  { id: 'CKV2_DOCKER_6', title: 'NODE_TLS_REJECT_UNAUTHORIZED turns the check of certificates off' },
  { id: 'CKV2_DOCKER_7', title: 'apk --allow-untrusted' },
  { id: 'CKV2_DOCKER_8', title: 'apt-get --allow-unauthenticated' },
  { id: 'CKV2_DOCKER_9', title: 'dnf, tdnf or yum --nogpgcheck' },
  { id: 'CKV2_DOCKER_10', title: 'rpm --nosignature, --nodigest, --noverify or --nofiledigest' },
  { id: 'CKV2_DOCKER_11', title: 'apt-get --force-yes' },
  { id: 'CKV2_DOCKER_12', title: 'NPM_CONFIG_STRICT_SSL turns the check of certificates off' },
  { id: 'CKV2_DOCKER_13', title: 'strict-ssl of npm or yarn set to false' },
  { id: 'CKV2_DOCKER_14', title: 'GIT_SSL_NO_VERIFY turns the check of certificates off' },
  { id: 'CKV2_DOCKER_15', title: 'sslverify of yum or dnf turned off' },
  { id: 'CKV2_DOCKER_16', title: 'PIP_TRUSTED_HOST turns the check of certificates off' },
  { id: 'CKV2_DOCKER_17', title: 'chpasswd sets or removes a password' },
];

/** Why no rule covers a check; none is left out. */
export const checkovReasons: Readonly<Record<string, string>> = {};
