//! Addresses of computers, as far as limits tell them apart.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What one household or one office has: an IPv4 address, or 64 bits of IPv6.
pub fn household(address: IpAddr) -> IpAddr {
    first_bits(address, 32, 64)
}

/// What one provider or one organisation gives out together: 24 bits of IPv4, 56 bits of IPv6.
pub fn range(address: IpAddr) -> IpAddr {
    first_bits(address, 24, 56)
}

/// An IPv4 address in IPv6 clothes counts as the IPv4 address that it is.
fn first_bits(address: IpAddr, of_four: u32, of_six: u32) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - of_four).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - of_six).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_household_and_of_one_range_count_together() {
        for (address, home, wider) in [
            ("192.0.2.7", "192.0.2.7", "192.0.2.0"),
            ("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.0"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::", "2001:db8:1::"),
            (
                "2001:db8:1:ff02::1",
                "2001:db8:1:ff02::",
                "2001:db8:1:ff00::",
            ),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(household(address), home.parse::<IpAddr>().unwrap());
            assert_eq!(range(address), wider.parse::<IpAddr>().unwrap());
        }
    }
}
