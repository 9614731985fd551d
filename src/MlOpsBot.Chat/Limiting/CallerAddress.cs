using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace MlOpsBot.Chat.Limiting;

/// <summary>Whom an address stands for, as far as limits go.</summary>
public static class CallerAddress
{
    /// <summary>
    /// An IPv4 address by itself, however it is written; of an IPv6 address its first 64 bits: the rest is the caller's to choose
    /// (RFC 4291, section 2.5.4). All callers without an address are one.
    /// </summary>
    public static UInt128 KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return UInt128.Zero;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6)
        {
            address.MapToIPv6().TryWriteBytes(bytes, out _);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
            bytes[8..].Clear();
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Whether an address lies in one of some networks.</summary>
    public static bool IsIn(this IPAddress address, IReadOnlyList<IPNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(networks);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        for (var i = 0; i < networks.Count; i++)
        {
            if (networks[i].Contains(plain))
            {
                return true;
            }
        }

        return false;
    }
}
