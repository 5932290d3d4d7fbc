/**
 * BuildKit's build checks as of 2026-08-21: https://docs.docker.com/reference/build-checks/, and from its source
 * (frontend/dockerfile/linter/ruleset.go) the one that has no page. The titles are ours.
 */
import type { CoverageReasons, ForeignCheck } from './check.ts';

export const buildkitChecks: readonly ForeignCheck[] = [
  { id: 'ConsistentInstructionCasing', title: 'instructions in upper and lower case' },
  { id: 'CopyIgnoredFile', title: 'COPY of what .dockerignore excludes' },
  { id: 'DuplicateStageName', title: 'two stages of one name' },
  { id: 'ExposeInvalidFormat', title: 'EXPOSE with an address or a host port' },
  { id: 'ExposeProtoCasing', title: 'EXPOSE with a protocol in upper case' },
  { id: 'FromAsCasing', title: 'FROM and AS in different case' },
  { id: 'FromPlatformFlagConstDisallowed', title: 'FROM --platform with a constant' },
  { id: 'InvalidBaseImagePlatform', title: 'a base image that was pulled for another platform' },
  { id: 'InvalidDefaultArgInFrom', title: 'FROM whose ARG makes no valid name by default' },
  { id: 'InvalidDefinitionDescription', title: 'a comment that does not describe the stage or ARG below it' },
  { id: 'JSONArgsRecommended', title: 'CMD or ENTRYPOINT in shell form' },
  { id: 'LegacyKeyValueFormat', title: 'ENV key value' },
  { id: 'MaintainerDeprecated', title: 'MAINTAINER' },
  { id: 'MultipleInstructionsDisallowed', title: 'several CMDs, ENTRYPOINTs or HEALTHCHECKs' },
  { id: 'NoEmptyContinuation', title: 'an empty line in a continued instruction' },
  { id: 'RedundantTargetPlatform', title: 'FROM --platform=$TARGETPLATFORM' },
  { id: 'ReservedStageName', title: 'a stage with a reserved name' },
  { id: 'SecretsUsedInArgOrEnv', title: 'secrets in ARG or ENV' },
  { id: 'StageNameCasing', title: 'a stage name in upper case' },
  { id: 'UndefinedArgInFrom', title: 'FROM with an ARG that nothing declares' },
  { id: 'UndefinedVar', title: 'a variable that nothing defines' },
  { id: 'WorkdirRelativePath', title: 'a relative WORKDIR' },
];

export const buildkitReasons: CoverageReasons = {
  InvalidBaseImagePlatform:
    'Only the build knows which platform an image was pulled for; nothing in the Dockerfile or its project says so.',
};
