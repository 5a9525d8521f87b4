use proptest::prelude::*;

use crate::allow_list::{Cidr, Family};
use crate::error::Problem;

fn parsed(text: &str) -> Cidr {
    Cidr::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
}

#[test]
fn networks_are_read_and_written_canonically() {
    for (typed, canonical) in [
        ("203.0.113.7", "203.0.113.7/32"),
        (" 203.0.113.0/24 ", "203.0.113.0/24"),
        ("\u{3000}203.0.113.0/24", "203.0.113.0/24"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("2001:DB8:0:0::/48", "2001:db8::/48"),
        ("2001:db8::1", "2001:db8::1/128"),
        ("::/0", "::/0"),
    ] {
        assert_eq!(parsed(typed).to_string(), canonical, "{typed:?}");
    }
}

#[test]
fn what_is_no_network_is_refused() {
    for typed in [
        "office",
        "203.0.113",
        "203.0.113.256",
        "203.0.113.7/33",
        "203.0.113.0/",
        "/24",
        "203.0.113.0/024",
        "203.0.113.0/+24",
        "010.0.0.1",
        "10.0.0.0/255.0.0.0",
        "10.0.0.1-10.0.0.9",
        "203.0.113.7:5432",
        "https://203.0.113.7",
        "１０.0.0.1",
        "10.0.0.0/２４",
        "10.0.0.0／24",
        "10.0.0.0/-1",
        "10.0.0.0/24/24",
        "2001:db8::/129",
        "2001:db8:::",
        "[2001:db8::1]",
        "fe80::1%eth0",
        "::ffff:203.0.113.7",
        "::ffff:0:0/96",
        "::ffff:cb00:7107",
        "0x7f.1",
        "2130706433",
        "10.0.0.0 /8",
        "10.0.0.0/8\u{200b}",
        "*",
        "any",
        "<script>",
        "=1+1",
    ] {
        assert_eq!(Cidr::parse(typed), Err(Problem::NotANetwork), "{typed:?}");
    }
    assert_eq!(Cidr::parse("  "), Err(Problem::Required));
    assert_eq!(Cidr::parse(&"1".repeat(10_000)), Err(Problem::NotANetwork));
}

#[test]
fn host_bits_are_never_dropped_silently() {
    for (typed, canonical) in [
        ("203.0.113.7/24", "203.0.113.0/24"),
        ("2001:db8::1/32", "2001:db8::/32"),
        ("0.0.0.1/0", "0.0.0.0/0"),
    ] {
        assert_eq!(
            Cidr::parse(typed),
            Err(Problem::HostBitsSet { canonical: canonical.to_owned() }),
            "{typed}"
        );
    }
}

#[test]
fn a_stored_network_is_checked_like_a_typed_one() {
    assert!(serde_json::from_str::<Cidr>("\"203.0.113.7/24\"").is_err());
    assert_eq!(serde_json::from_str::<Cidr>("\"203.0.113.0/24\"").ok(), Some(parsed("203.0.113.0/24")));
}

#[test]
fn networks_know_what_they_hold() {
    let office = parsed("203.0.113.0/24");
    assert!(office.contains_address("203.0.113.7".parse().unwrap()));
    assert!(office.contains_address("::ffff:203.0.113.7".parse().unwrap()));
    assert!(!office.contains_address("203.0.114.1".parse().unwrap()));
    assert!(
        office.contains(office)
            && parsed("203.0.0.0/16").contains(office)
            && !office.contains(parsed("203.0.0.0/16"))
    );
    assert!(!parsed("0.0.0.0/0").contains(parsed("::/0")));
    assert!(
        parsed("10.1.0.0/16").is_private()
            && parsed("fd00::/8").is_private()
            && parsed("100.64.1.1").is_private()
    );
    assert!(!parsed("10.0.0.0/7").is_private() && !office.is_private());
    assert!(parsed("::/0").is_everybody() && !parsed("0.0.0.0/1").is_everybody());
    assert!(parsed("8.0.0.0/7").is_very_wide() && !parsed("8.0.0.0/8").is_very_wide());
    assert!(parsed("2001:db8::/31").is_very_wide() && !parsed("2001:db8::/32").is_very_wide());
    assert_eq!(Cidr::of_address("::ffff:203.0.113.7".parse().unwrap()), parsed("203.0.113.7"));
}

proptest! {
    #[test]
    fn every_network_survives_being_written(bits: u128, prefix in 0u8..=128, v4: bool) {
        let network = if v4 {
            let prefix = prefix % 33;
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            #[expect(clippy::cast_possible_truncation, reason = "any 32 bits will do")]
            let address = std::net::Ipv4Addr::from(bits as u32 & mask);
            format!("{address}/{prefix}")
        } else {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            format!("{}/{prefix}", std::net::Ipv6Addr::from(bits & mask))
        };
        if let Ok(cidr) = Cidr::parse(&network) {
            prop_assert_eq!(Cidr::parse(&cidr.to_string()), Ok(cidr));
            prop_assert_eq!(cidr.family() == Family::V4, v4);
        } else {
            prop_assert!(network.starts_with("::ffff:"));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}|[0-9a-f:./]{0,50}") {
        let _ = Cidr::parse(&text);
    }
}
