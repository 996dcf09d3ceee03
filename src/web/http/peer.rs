//! Who is asking: the address at the other end, and whom to believe about it.
//!
//! Throttles and the cap on connections go by address. Behind a proxy every connection comes from
//! the proxy, so `X-Forwarded-For` is believed, but only from proxies that the operator listed.
//! An address is used in memory and never logged.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;

/// The address of whoever sent a request, found in the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PeerAddress(pub IpAddr);

impl PeerAddress {
    /// An IPv4 address in IPv6 clothes counts as the IPv4 address that it is.
    pub fn of(address: IpAddr) -> PeerAddress {
        PeerAddress(address.to_canonical())
    }

    /// Whether it is an address of this machine or of a private network.
    pub fn is_private(self) -> bool {
        match self.0 {
            IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
            IpAddr::V6(v6) => {
                v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local()
            }
        }
    }

    /// The network that one household or one office has: an IPv4 address, or 64 bits of IPv6.
    pub fn household(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(v6) => Block::new(IpAddr::V6(v6), 64).start,
        }
    }
}

/// The proxies that are believed when they say for whom they ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Block>);

impl Proxies {
    /// Nobody is believed: the peer is the client.
    pub fn none() -> Proxies {
        Proxies(Vec::new())
    }

    /// Whether this address is one of the listed proxies.
    pub fn include(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|block| block.holds(address))
    }

    /// The client behind a peer.
    ///
    /// The header is read from its end, because each proxy adds the address it saw: the first
    /// one that is not a proxy of ours is the client. What stands before it anyone may have made
    /// up. An entry that is no address ends the search at the last one that was.
    pub fn client(&self, peer: PeerAddress, headers: &HeaderMap) -> PeerAddress {
        let mut nearest = peer;
        if !self.include(nearest.0) {
            return nearest;
        }
        let lines = headers.get_all("x-forwarded-for");
        let told = lines.iter().filter_map(|line| line.to_str().ok());
        let mut hops: Vec<&str> = told.flat_map(|line| line.split(',')).collect();
        while let Some(hop) = hops.pop() {
            let Some(address) = read_address(hop) else {
                break;
            };
            nearest = PeerAddress::of(address);
            if !self.include(nearest.0) {
                break;
            }
        }
        nearest
    }
}

impl FromStr for Proxies {
    type Err = NotANetwork;

    /// Reads `10.0.0.0/8, 192.0.2.7, ::1`.
    fn from_str(list: &str) -> Result<Proxies, NotANetwork> {
        let entries = list.split(',').map(str::trim).filter(|e| !e.is_empty());
        Ok(Proxies(
            entries.map(Block::parse).collect::<Result<_, _>>()?,
        ))
    }
}

/// A listed proxy that cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("'{0}' is not an address or a network, like 192.0.2.7 or 10.0.0.0/8")]
pub struct NotANetwork(String);

/// A run of addresses that share their first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    start: IpAddr,
    bits: u32,
}

impl Block {
    fn new(address: IpAddr, bits: u32) -> Block {
        let start = masked(address, bits);
        Block { start, bits }
    }

    fn parse(entry: &str) -> Result<Block, NotANetwork> {
        let wrong = || NotANetwork(entry.to_owned());
        let (address, bits) = match entry.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (entry, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().map_err(|_| wrong())?,
            None => longest,
        };
        if bits > longest {
            return Err(wrong());
        }
        Ok(Block::new(address, bits))
    }

    fn holds(self, address: IpAddr) -> bool {
        address.is_ipv4() == self.start.is_ipv4() && masked(address, self.bits) == self.start
    }
}

/// The address with everything after its first bits set to nought.
fn masked(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - bits.min(32)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - bits.min(128)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

/// An address as proxies write it: bare, in brackets, or with a port.
fn read_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let with_port = || hop.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> PeerAddress {
        PeerAddress::of(address.parse().expect("an address"))
    }

    fn told(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().expect("a header"));
        }
        headers
    }

    #[test]
    fn only_a_listed_proxy_is_believed() {
        let proxies: Proxies = "10.0.0.0/8, ::1".parse().expect("a list");
        let headers = told(&["198.51.100.7"]);
        assert_eq!(proxies.client(at("10.1.2.3"), &headers), at("198.51.100.7"));
        assert_eq!(proxies.client(at("::1"), &headers), at("198.51.100.7"));
        assert_eq!(
            proxies.client(at("203.0.113.9"), &headers),
            at("203.0.113.9")
        );
        assert_eq!(
            Proxies::none().client(at("10.1.2.3"), &headers),
            at("10.1.2.3")
        );
    }

    #[test]
    fn an_address_made_up_by_the_client_is_not_believed() {
        let proxies: Proxies = "10.0.0.0/8".parse().expect("a list");
        let cases: [(&[&str], &str); 6] = [
            (&["1.1.1.1, 198.51.100.7"], "198.51.100.7"),
            (&["1.1.1.1", "198.51.100.7, 10.0.0.2"], "198.51.100.7"),
            (&["1.1.1.1, nonsense"], "10.0.0.9"),
            (&["198.51.100.7:4711"], "198.51.100.7"),
            (&["[2001:db8::7]:4711"], "2001:db8::7"),
            (&[], "10.0.0.9"),
        ];
        for (lines, expected) in cases {
            let client = proxies.client(at("10.0.0.9"), &told(lines));
            assert_eq!(client, at(expected), "{lines:?}");
        }
    }

    #[test]
    fn a_household_is_one_ipv4_address_or_64_bits_of_ipv6() {
        assert_eq!(at("192.0.2.1").household(), at("192.0.2.1").0);
        assert_eq!(at("2001:db8:1:2:3::4").household(), at("2001:db8:1:2::").0);
        assert_eq!(at("::ffff:192.0.2.1").household(), at("192.0.2.1").0);
    }

    #[test]
    fn a_list_of_proxies_that_does_not_read_is_refused() {
        for wrong in ["10.0.0.0/33", "here", "10.0.0.0/x", "::/129"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong}");
        }
        let everyone: Proxies = "0.0.0.0/0".parse().expect("a list");
        assert!(everyone.include(at("203.0.113.9").0));
        assert!(!everyone.include(at("::1").0));
    }
}
