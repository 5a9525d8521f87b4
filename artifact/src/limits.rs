//! How large an archive may be.

use domain::error::Problem;

/// Bytes of a "MB" in Lambda's quotas: they are binary. Lambda's own messages say so: "Unzipped size must be smaller than 262144000 bytes",
/// which is 250 times this.
const MB: usize = 1024 * 1024;

/// Most MB of an archive.
const MAX_MB: u32 = 50;

/// Most MB of its files.
const MAX_UNPACKED_MB: u32 = 250;

/// Most bytes of an archive: "50 MB (zipped, when uploaded through the Lambda API or SDKs)"
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>), read as 50 MiB. Code that lies in a bucket may be larger for
/// AWS; the limit is kept, so that every archive can also be deployed without one.
pub const MAX_BYTES: usize = MAX_MB as usize * MB;

/// Most bytes of all files of an archive: "250 MB: the maximum size of the contents of a deployment package" (same page), read as 250 MiB.
pub const MAX_UNPACKED_BYTES: u64 = MAX_UNPACKED_MB as u64 * MB as u64;

/// Most files and folders. AWS names no limit; this one keeps the list of files small enough to be stored and compared with every version.
pub const MAX_FILES: u32 = 50_000;

/// The archive is too large.
pub(crate) const fn too_large() -> Problem {
    Problem::ArchiveTooLarge { max_mb: MAX_MB }
}

/// Its files are too large.
pub(crate) const fn unpacks_too_large() -> Problem {
    Problem::UnpacksTooLarge { max_mb: MAX_UNPACKED_MB }
}
