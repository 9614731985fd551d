using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.Tests.Conformance;

namespace MlOpsBot.Slack.Tests.Requests;

/// <summary>Our signature check and that of Slack's own framework, on the same requests.</summary>
public sealed class BoltOracleTests
{
    private const int Requests = 10_000;
    private const int Seed = 20260302;
    private const long Now = 1_772_442_000;

    [Fact]
    public async Task Ours_says_what_Slacks_own_framework_says_but_for_what_Slack_never_sends()
    {
        var random = new Random(Seed);
        var cases = Enumerable.Range(0, Requests).Select(_ => Case.Make(random)).ToList();
        using var scratch = new Scratch();
        var file = scratch.Write("cases.jsonl", string.Join('\n', cases.Select(one => one.Line)));
        using var node = Node.Run("../Requests/is-valid.js", file);
        var theirs = (await node.ReadAsync()).GetProperty("verdicts").GetString()!;
        theirs.Length.ShouldBe(Requests);

        var accepted = 0;
        var stricter = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Requests; i++)
        {
            var ours = cases[i].Judge();
            accepted += ours ? 1 : 0;
            if (ours != (theirs[i] == '1'))
            {
                var why = cases[i].Laxness();
                why.ShouldNotBeNull($"ours says {ours}: {cases[i].Line}");
                ours.ShouldBe(why == "bytes that are no text", cases[i].Line);
                stricter[why] = stricter.GetValueOrDefault(why) + 1;
            }
        }

        // Both verdicts, and each known difference, have to have been met often for their agreement to say something.
        accepted.ShouldBeInRange(Requests / 5, Requests / 2);
        stricter.Keys.Order(StringComparer.Ordinal).ShouldBe(["a second part of the signature", "a time of the future", "a time that is no plain number", "bytes that are no text"]);
        stricter.Values.Min().ShouldBeGreaterThan(20);
    }

    private sealed record Case(string Secret, string Signature, string Time, byte[] Body)
    {
        private static readonly string[] _texts = ["who owns drift?", "Größe & Maß", "😀 mlops", "a=b&c=%20", "line\r\nline", "", "\uFEFF{}", "\0", "{\"a\":\"\\u00e9\"}", new string('x', 3000)];

        public string Line => JsonSerializer.Serialize(new { secret = Secret, signature = Signature, time = Time, body = Convert.ToBase64String(Body), now = (Now * 1000) + 500 });

        public static Case Make(Random random)
        {
            var secret = Convert.ToHexStringLower(Bytes(random, 16));
            var age = random.Next(10) switch { 0 => 300, 1 => 301, 2 => random.Next(301, 100_000), 3 => -random.Next(1, 301), 4 => -random.Next(301, 10_000), _ => random.Next(0, 300) };
            var time = (Now - age).ToString(CultureInfo.InvariantCulture);
            var body = random.Next(12) == 0 ? Bytes(random, random.Next(1, 200)) : Encoding.UTF8.GetBytes($"token={random.Next()}&text={_texts[random.Next(_texts.Length)]}");

            // Some are signed as they are written, so that only the writing is wrong.
            time = random.Next(20) switch { 0 => $"{time}.0", 1 => $"{time} ", 2 => $" {time}", 3 => $"+{time}", 4 => $"0{time}", _ => time };
            var signedTime = random.Next(2) == 0 ? time : Plain(time);
            var signature = SlackSite.SignatureOf(signedTime, body, secret);
            return Mutate(new Case(secret, signature, time, body), random);
        }

        public bool Judge()
        {
            var headers = new HeaderDictionary { ["X-Slack-Signature"] = Signature, ["X-Slack-Request-Timestamp"] = Time };
            return SignatureCheck.Verify(Secret, headers, Body, DateTimeOffset.FromUnixTimeMilliseconds((Now * 1000) + 500)) == SignatureFault.None;
        }

        /// <summary>Why Slack's framework may say something else; null where it may not.</summary>
        public string? Laxness()
        {
            if (!Utf8.IsValid(Body))
            {
                // It hashes what the bytes read as, not the bytes.
                return "bytes that are no text";
            }

            if (Plain(Time) != Time)
            {
                return "a time that is no plain number";
            }

            if (Signature.Count(c => c == '=') > 1)
            {
                return "a second part of the signature";
            }

            return long.Parse(Time, CultureInfo.InvariantCulture) > Now + 300 ? "a time of the future" : null;
        }

        private static Case Mutate(Case good, Random random) => random.Next(16) switch
        {
            0 => good with { Body = [.. good.Body, (byte)'x'] },
            1 => good with { Body = Flip(good.Body, random) },
            2 => good with { Signature = good.Signature.ToUpperInvariant() },
            3 => good with { Signature = good.Signature[..^random.Next(1, 64)] },
            4 => good with { Signature = "v1" + good.Signature[2..] },
            5 => good with { Signature = Flip(good.Signature, random) },
            6 => good with { Signature = good.Signature + "=x" },
            7 => good with { Secret = good.Secret + "0" },
            8 => good with { Time = (Now - random.Next(0, 300)).ToString(CultureInfo.InvariantCulture) },
            _ => good,
        };

        private static string Plain(string time) => time.Trim().Split('.')[0].TrimStart('+', '0');

        private static byte[] Bytes(Random random, int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }

        private static byte[] Flip(byte[] body, Random random)
        {
            var flipped = (byte[])body.Clone();
            if (flipped.Length > 0)
            {
                flipped[random.Next(flipped.Length)] ^= 1;
            }

            return flipped;
        }

        private static string Flip(string signature, Random random)
        {
            var at = random.Next(3, signature.Length);
            return $"{signature[..at]}{(signature[at] == 'a' ? 'b' : 'a')}{signature[(at + 1)..]}";
        }
    }
}
