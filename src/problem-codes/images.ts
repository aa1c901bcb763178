import type { ProblemDocumentation } from './documentation.ts'

/** Problems of images: what their steps ask for, their builds, and the registry. */
export const imageProblems = {
  'base-image-denied': {
    meaning:
      'The registry does not give out the base image. Registries say the same of images that do not exist.',
    example: 'pull access denied, repository does not exist or may require authorization',
    remedy:
      "Check the name in the `FROM` line. For a private image, log in to its registry in a step before this action, or give this repository the role Read in the package's settings.",
  },
  'base-image-missing': {
    meaning: 'The registry does not have the base image of the Dockerfile, or not with that tag.',
    example: 'ghcr.io/city/pipelines:latest: failed to resolve source metadata: not found',
    remedy:
      'Correct the `FROM` line. If it is the base image of the repository itself, build and push it first.',
  },
  'build-context-missing': {
    meaning: 'The folder that the build is to read does not exist in the checkout.',
    example: 'path: docker # there is no such folder',
    remedy: 'Correct `path` of the step. It is taken from the working directory.',
  },
  'build-failed': {
    meaning: "The image's build failed. Nothing was registered with Prefect.",
    example: "An image's build failed: ghcr.io/city/pipelines:visits-1. exit code: 1",
    remedy: 'Correct the Dockerfile, or what it copies; the message has the line and the end of the log.',
  },
  'build-metadata-invalid': {
    meaning: 'docker buildx did not tell the digest of an image in the known form.',
    example: 'docker buildx bake told no digest for "revenue".',
    remedy: 'Update docker buildx on the runner, for example with `docker/setup-buildx-action`.',
  },
  'build-path-outside': {
    meaning: 'The build uses a file or a folder outside of the checkout.',
    example: 'path: ../other-repository',
    remedy: 'Correct `dockerfile` or `path` of the step. Both are taken from the working directory.',
  },
  'buildx-missing': {
    meaning: "The runner's docker has no buildx, or too old a one.",
    example: "This runner's docker needs buildx 0.8 or newer. It has none.",
    remedy: 'Add a step that uses `docker/setup-buildx-action` before this action.',
  },
  'disk-full': {
    meaning: 'The disk of the builder is full.',
    example: 'no space left on device',
    remedy: 'Free space in a step before this action, or use a larger builder (input `builder`).',
  },
  'docker-config-invalid': {
    meaning: "Docker's configuration file on the runner is not valid.",
    example: '~/.docker/config.json is not a docker configuration.',
    remedy: 'Correct or remove the file on the runner.',
  },
  'dockerfile-auto': {
    meaning: 'The step names no Dockerfile. Prefect would write one itself, which this action does not.',
    example: 'dockerfile: auto',
    remedy: 'Add a Dockerfile and name it in `dockerfile`.',
  },
  'dockerfile-missing': {
    meaning: 'The Dockerfile of the step does not exist.',
    example: 'dockerfile: Dockerfile # it is pipelines/rj_sms__visits/Dockerfile',
    remedy: 'Correct `dockerfile` of the step. It is taken from `path`, and that from the working directory.',
  },
  'image-argument-invalid': {
    meaning: 'An argument of `build_docker_image` is of another kind than docker takes.',
    example: 'buildargs: ["CITY=rio"]',
    remedy: 'Write `buildargs` and `labels` as mappings, `additional_tags` as a list.',
  },
  'image-argument-unsupported': {
    meaning: 'The step has an argument that this action does not know, so the image might be another one.',
    example: 'docker_file: Dockerfile',
    remedy: 'Correct the spelling or remove the argument; the message lists those that are known.',
  },
  'image-conflict': {
    meaning: 'Two different builds would be pushed as the same image, one over the other.',
    example: 'tag: "{{ commit.stdout }}" # in two pipelines',
    remedy: "Begin each tag with the pipeline's name.",
  },
  'image-name-invalid': {
    meaning: 'The `image_name` cannot be the name of an image.',
    example: 'image_name: ghcr.io/MyCity/pipelines',
    remedy: 'Write registry/owner/name in lower case letters, such as `ghcr.io/my-city/pipelines`.',
  },
  'image-tag-invalid': {
    meaning: 'The tag has characters that a tag cannot have, or is too long.',
    example: 'tag: feature/new',
    remedy: 'Use at most 128 letters, digits, `_`, `.` and `-`, not starting with `.` or `-`.',
  },
  'image-unused': {
    meaning: 'The deployment builds one image and runs another.',
    example: 'image: ghcr.io/city/pipelines:latest # and the step builds visits-1',
    remedy: 'Set `job_variables.image` to `{{ build-image.image }}`, with the id of the build step.',
  },
  'registry-denied': {
    meaning: 'The registry refused the image, and did not say why.',
    example: 'denied: requested access to the resource is denied',
    remedy:
      "Check what the user may push to. On ghcr.io: give the job `packages: write`, and this repository the role Write in the package's settings.",
  },
  'registry-login-missing': {
    meaning: 'Nobody is logged in to the registry that the image is pushed to.',
    example: 'no basic auth credentials',
    remedy:
      'The input `registry` must be the registry in `image_name`. Or log in to it in a step before this action.',
  },
  'registry-login-refused': {
    meaning: 'The registry does not accept the user or the password.',
    example: 'ghcr.io refused the login of "octocat". unauthorized',
    remedy:
      'Check the inputs `registry-username` and `registry-password`, and the permission `packages: write`.',
  },
  'registry-owner-wrong': {
    meaning: "The token has nothing to do with the owner in the image's name.",
    example: 'denied: permission_denied: The requested installation does not exist.',
    remedy:
      "Write the owner of this repository after `ghcr.io/`, in lower case letters. The job's own token can't push to another owner's packages.",
  },
  'registry-scope-missing': {
    meaning: 'The token may not write packages at all.',
    example: 'denied: installation not allowed to Create organization package',
    remedy:
      'Give the job the permission `packages: write`, or the personal access token the scope `write:packages`. If it has that, the settings of the organisation forbid it.',
  },
  'registry-unreachable': {
    meaning: 'The login did not get an answer from the registry, or from docker.',
    example: 'The login to ghcr.oi failed. no such host',
    remedy: 'Check the input `registry`, and that the runner can reach it and a Docker engine.',
  },
  'registry-write-denied': {
    meaning:
      'The package exists on ghcr.io, and does not let this repository write. It was most likely pushed from another one.',
    example: 'denied: permission_denied: write_package',
    remedy:
      'In the settings of the package, under "Manage Actions access", give this repository the role Write; and give the job `packages: write`.',
  },
  'step-runs-late': {
    meaning: 'A step that only Prefect can run stands before the image, but runs after it is built.',
    example: 'build:\n  - my_steps.prepare: {}\n  - prefect_docker.deployments.steps.build_docker_image: …',
    remedy: 'If the image needs what the step makes, do it in a `run_shell_script` step.',
  },
} as const satisfies Record<string, ProblemDocumentation>
