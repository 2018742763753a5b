//! How long a call may take, and how much it may bring back.

use std::time::Duration;

/// Bounds of every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Until the connection stands, TLS included; 10 seconds.
    pub connect: Duration,
    /// One sending, from the first byte out to the last byte in; 30 seconds.
    pub attempt: Duration,
    /// A call with all its attempts and the pauses between them; 90 seconds.
    pub total: Duration,
    /// The longest reply body that is read, in bytes; 1 MiB.
    pub reply_bytes: usize,
    /// The longest head of a reply, in bytes of all names and values together; 64 KiB.
    pub header_bytes: usize,
    /// How many times a call that only reads may be sent again; 2. No other call ever is.
    pub read_retries: u32,
}

impl Limits {
    /// Sets how long connecting may take.
    #[must_use]
    pub const fn connect(mut self, connect: Duration) -> Self {
        self.connect = connect;
        self
    }

    /// Sets how long one attempt may take.
    #[must_use]
    pub const fn attempt(mut self, attempt: Duration) -> Self {
        self.attempt = attempt;
        self
    }

    /// Sets how long the whole call may take.
    #[must_use]
    pub const fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// Sets the longest reply body, in bytes.
    #[must_use]
    pub const fn reply_bytes(mut self, reply_bytes: usize) -> Self {
        self.reply_bytes = reply_bytes;
        self
    }

    /// Sets the longest head of a reply, in bytes.
    #[must_use]
    pub const fn header_bytes(mut self, header_bytes: usize) -> Self {
        self.header_bytes = header_bytes;
        self
    }

    /// Sets how many times a call that only reads may be sent again.
    #[must_use]
    pub const fn read_retries(mut self, read_retries: u32) -> Self {
        self.read_retries = read_retries;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(30),
            total: Duration::from_secs(90),
            reply_bytes: 1 << 20,
            header_bytes: 1 << 16,
            read_retries: 2,
        }
    }
}
