using System.Collections.Immutable;
using System.Net;
using MlOpsBot.Chat.Limiting;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>MlOpsBot:Limits</c>.</summary>
internal static class LimitsSection
{
    private const string Proxies = "TrustedProxies";
    private const string Hosts = "AllowedHosts";

    public static LimitsOptions Read(OptionReader reader)
    {
        var defaults = new LimitsOptions();
        return new LimitsOptions
        {
            QuestionsPerUser = reader.Number("QuestionsPerUser", 0, 10_000, defaults.QuestionsPerUser),
            QuestionsPerWorkspace = reader.Number("QuestionsPerWorkspace", 0, 1_000_000, defaults.QuestionsPerWorkspace),
            RefusedPerAddress = reader.Number("RefusedPerAddress", 0, 1_000_000, defaults.RefusedPerAddress),
            PagesPerAddress = reader.Number("PagesPerAddress", 0, 1_000_000, defaults.PagesPerAddress),
            ConnectionsPerAddress = reader.Number("ConnectionsPerAddress", 0, 100_000, defaults.ConnectionsPerAddress),
            Connections = reader.Number("Connections", 10, 1_000_000, defaults.Connections),
            Request = TimeSpan.FromSeconds(reader.Number("RequestSeconds", 1, 600, (int)defaults.Request.TotalSeconds)),
            TrustedProxies = ReadProxies(reader),
            AllowedHosts = ReadHosts(reader),
        };
    }

    private static ImmutableArray<IPNetwork> ReadProxies(OptionReader reader)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in reader.Texts(Proxies))
        {
            if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0)
            {
                networks.Add(network);
            }
            else
            {
                // A network of length 0 is everybody, and anybody could then say to be anybody.
                reader.Fault(Proxies, $"has '{text}' in it; give addresses or networks of your proxies, such as 10.0.0.0/8 or fd00::/8.");
            }
        }

        return networks.ToImmutable();
    }

    private static ImmutableArray<string> ReadHosts(OptionReader reader)
    {
        var hosts = reader.Texts(Hosts);
        foreach (var host in hosts)
        {
            var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
            if (Uri.CheckHostName(name.Trim('[', ']')) == UriHostNameType.Unknown)
            {
                reader.Fault(Hosts, $"has '{host}' in it; give names without scheme and port, such as bot.example.com or *.example.com.");
            }
        }

        return hosts;
    }
}
