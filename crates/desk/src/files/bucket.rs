//! Files in an S3-compatible store.

use super::{Files, Reading, Upload};
use crate::error::Error;
use crate::store::StoreError;
use async_trait::async_trait;
use axum::body::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{ObjectStoreExt, WriteMultipart};
use std::io;
use std::time::Duration;
use url::Url;

/// Parts on their way to the store at once, of 5 MiB each: the memory one upload takes.
const PARTS: usize = 1;

/// A bucket, and a prefix in it.
pub struct Bucket {
    store: AmazonS3,
    prefix: Path,
}

impl Bucket {
    /// Opens `s3://BUCKET/PREFIX`. Credentials, region and endpoint come from the environment:
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT` and the others
    /// that the crate `object_store` documents.
    ///
    /// # Errors
    /// [`Error::Files`].
    pub fn open(url: &str) -> Result<Self, Error> {
        let fail = |reason: String| Error::Files { name: url.to_owned(), reason };
        let parsed = Url::parse(url).ok().filter(|url| url.scheme() == "s3" && url.host_str().is_some());
        let Some(parsed) = parsed else {
            return Err(fail("is neither a folder nor an S3 address: write s3://BUCKET/PREFIX, or a path".to_owned()));
        };
        let store = AmazonS3Builder::from_env().with_url(url).build().map_err(|error| {
            fail(format!("can't be used ({error}): set AWS_REGION and the other AWS_ variables it needs"))
        })?;
        let prefix =
            Path::from_url_path(parsed.path()).map_err(|error| fail(format!("has no usable prefix: {error}")))?;
        Ok(Self { store, prefix })
    }
}

impl Bucket {
    fn name(&self, sha256: &str) -> Path {
        self.prefix.clone().join(sha256)
    }
}

#[async_trait]
impl Files for Bucket {
    async fn begin(&self, sha256: &str) -> Result<Box<dyn Upload>, StoreError> {
        Ok(Box::new(Incoming(WriteMultipart::new(self.store.put_multipart(&self.name(sha256)).await?))))
    }

    async fn read(&self, sha256: &str) -> Result<Option<Reading>, StoreError> {
        match self.store.get(&self.name(sha256)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
            Ok(found) => {
                let size = found.meta.size;
                Ok(Some(Reading { size, bytes: found.into_stream().map_err(io::Error::from).boxed() }))
            }
        }
    }

    async fn answers(&self) -> Result<(), StoreError> {
        match self.store.head(&self.name("answers")).await {
            Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => Err(error.into()),
            _ => Ok(()),
        }
    }

    async fn delete(&self, sha256: &str) -> Result<(), StoreError> {
        match self.store.delete(&self.name(sha256)).await {
            Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Does nothing: parts that were broken off are the store's to remove, by a rule of the bucket
    /// (AbortIncompleteMultipartUpload).
    async fn tidy(&self, _age: Duration) -> Result<(), StoreError> {
        Ok(())
    }
}

/// The object is seen by nobody before its parts are put together.
struct Incoming(WriteMultipart);

#[async_trait]
impl Upload for Incoming {
    async fn write(&mut self, piece: Bytes) -> Result<(), StoreError> {
        self.0.wait_for_capacity(PARTS).await?;
        self.0.put(piece);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<(), StoreError> {
        self.0.finish().await?;
        Ok(())
    }

    async fn abandon(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.0.abort().await?)
    }
}

impl From<object_store::Error> for StoreError {
    /// The crate has tried again already; what is left is most often the network.
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::Generic { .. } => Self::Unavailable(error.into()),
            _ => Self::Failed(error.into()),
        }
    }
}
