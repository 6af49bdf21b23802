using System.Net;
using System.Net.Sockets;

namespace BatchImport.Targets.Http;

/// <summary>Distinguishes public addresses from those of a machine, a private network or a cloud's internal network.</summary>
internal static class PublicAddress
{
    // The special-purpose registries of IANA (RFC 6890 and its updates): what is not globally reachable, and multicast.
    private static readonly IPNetwork[] NotPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/96"), IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("100::/64"), IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("3fff::/20"), IPNetwork.Parse("5f00::/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("fec0::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    // Prefixes of addresses that contain an IPv4 address, and its offset: NAT64 (RFC 6052) and 6to4 (RFC 3056).
    private static readonly (IPNetwork Network, int Offset)[] Carriers = [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2)];

    /// <summary>True when an address is public.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // The comparison with networks must ignore the scope.
            address = new IPAddress(address.GetAddressBytes());
            foreach (var (network, offset) in Carriers)
            {
                if (network.Contains(address) && !Is(new IPAddress(address.GetAddressBytes().AsSpan(offset, 4))))
                {
                    return false;
                }
            }
        }

        return !Array.Exists(NotPublic, network => network.Contains(address));
    }
}
