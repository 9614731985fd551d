using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MlOpsBot.Chat.Testing;

/// <summary>Makes hostile bodies out of good ones; the same ones for the same seed. Not thread-safe.</summary>
internal sealed class Mutator(int seed)
{
    private const string Lone = "@@LONE@@";
    private const string Deep = "@@DEEP@@";

    private static readonly byte[][] _badBytes = [[0], [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xef, 0xbb, 0xbf], "\r\n"u8.ToArray(), "\u2028"u8.ToArray()];

    public Random Random { get; } = new(seed);

    /// <summary>JSON with something wrong in it: a type, a value, a member too many or too few, or no JSON any more.</summary>
    public byte[] Json(string good)
    {
        var text = good;
        if (Random.Next(3) > 0)
        {
            var tree = JsonNode.Parse(good)!;
            for (var times = Random.Next(1, 4); times > 0; times--)
            {
                Change(tree);
            }

            text = tree.ToJsonString().Replace($"\"{Lone}\"", "\"x\\ud83d y\"", StringComparison.Ordinal).Replace($"\"{Deep}\"", Nested(), StringComparison.Ordinal);
        }

        if (Random.Next(6) == 0)
        {
            text = Doubled(text);
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return Random.Next(3) == 0 ? Bytes(bytes) : bytes;
    }

    /// <summary>A form with something wrong in it.</summary>
    public byte[] Form(string good)
    {
        var pairs = good.Split('&').ToList();
        for (var times = Random.Next(1, 4); times > 0 && pairs.Count > 0; times--)
        {
            var at = Random.Next(pairs.Count);
            var name = pairs[at].Split('=')[0];
            switch (Random.Next(9))
            {
                case 0: pairs.RemoveAt(at); break;
                case 1: pairs.Add(pairs[at]); break;
                case 2: pairs[at] = $"{name}={Uri.EscapeDataString(Words())}"; break;
                case 3: pairs[at] = $"{name}=%{(char)Random.Next(32, 127)}{(char)Random.Next(32, 127)}"; break;
                case 4: pairs[at] = name; break;
                case 5: pairs[at] = $"{name}=%00%ff%c3%28"; break;
                case 6: pairs[at] = $"={name}"; break;
                case 7: pairs.Insert(at, new string('&', Random.Next(1, 50))); break;
                default: pairs[at] = $"{name}={new string('%', Random.Next(1, 5))}"; break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(string.Join('&', pairs));
        return Random.Next(4) == 0 ? Bytes(bytes) : bytes;
    }

    /// <summary>Bytes with something wrong in them.</summary>
    public byte[] Bytes(byte[] good)
    {
        var bytes = good.ToList();
        for (var times = Random.Next(1, 5); times > 0 && bytes.Count > 0; times--)
        {
            var at = Random.Next(bytes.Count);
            switch (Random.Next(6))
            {
                case 0: bytes[at] = (byte)Random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(Random.Next(1, 40), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, _badBytes[Random.Next(_badBytes.Length)]); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(Random.Next(1, 60), bytes.Count - at))); break;
                default: bytes.InsertRange(at, Enumerable.Repeat((byte)"\"{[:,\\%&"[Random.Next(8)], Random.Next(1, 300))); break;
            }
        }

        return [.. bytes];
    }

    private string Words() => Random.Next(7) switch
    {
        0 => "",
        1 => new string('a', Random.Next(1, 60_000)),
        2 => string.Concat(Enumerable.Repeat("who owns drift and ", Random.Next(1, 400))),
        3 => "<!channel> <@U1|x> <https://e.example|l> &amp;&lt;",
        4 => string.Concat(Enumerable.Range(0, Random.Next(1, 200)).Select(_ => char.ConvertFromUtf32(Random.Next(0x1f300, 0x1f600)))),
        5 => "e\u0301\u202e\u200d\ufffd\u0000\u001b[31m",
        _ => Random.Next().ToString(CultureInfo.InvariantCulture),
    };

    private string Nested()
    {
        var depth = Random.Next(4) == 0 ? Random.Next(1000, 20_000) : Random.Next(10, 130);
        return Random.Next(2) == 0
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
    }

    /// <summary>A member once more, with something else in it.</summary>
    private string Doubled(string text)
    {
        var open = text.IndexOf('{', Random.Next(text.Length));
        return open < 0 ? text : text.Insert(open + 1, "\"type\":7,\"event_id\":null,\"channelId\":\"x\",\"id\":\"U1\",\"id\":[],");
    }

    private void Change(JsonNode tree)
    {
        var places = new List<(JsonNode Parent, string? Name, int At)>();
        Collect(tree, places);
        if (places.Count == 0)
        {
            return;
        }

        var (parent, name, at) = places[Random.Next(places.Count)];
        if (parent is JsonObject holder)
        {
            if (Random.Next(5) == 0)
            {
                holder.Remove(name!);
            }
            else
            {
                holder[name!] = Junk();
            }
        }
        else
        {
            parent.AsArray()[at] = Junk();
        }
    }

    private JsonNode? Junk() => Random.Next(14) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => 1e300,
        4 => "",
        5 => "\0",
        6 => Words(),
        7 => new JsonArray(),
        8 => new JsonObject(),
        9 => new JsonArray([.. Enumerable.Range(0, Random.Next(1, 100)).Select(i => (JsonNode?)i)]),
        10 => Lone,
        11 => Deep,
        12 => new JsonObject { ["id"] = new JsonArray(), ["type"] = 3 },
        _ => "T9ELSEWHERE",
    };

    private static void Collect(JsonNode node, List<(JsonNode Parent, string? Name, int At)> places)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, child) in members)
            {
                places.Add((node, name, 0));
                if (child is not null)
                {
                    Collect(child, places);
                }
            }
        }
        else if (node is JsonArray items)
        {
            for (var at = 0; at < items.Count; at++)
            {
                places.Add((node, null, at));
                if (items[at] is { } child)
                {
                    Collect(child, places);
                }
            }
        }
    }
}
