using System.Globalization;
using System.Text;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;

namespace MlOpsBot.Slack.Tests.Requests.Hostile;

/// <summary>
/// Requests that mean harm, at the real program in a process of its own. <c>BOT_HOSTILE</c> sets how many each address gets; 1,000 by
/// default: <c>BOT_HOSTILE=100000 dotnet test tests/MlOpsBot.Slack.Tests --filter FullyQualifiedName~Hostile</c>.
/// </summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    private readonly HostileRun _run = new(output);

    [Fact]
    public async Task No_request_makes_the_bot_fail_or_grow_and_none_but_Slacks_own_leaves_a_row()
    {
        await using var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { LimitsCalls = false });
        using var scratch = new Scratch();
        await using (var bot = await BotProcess.StartAsync(BotConfiguration.For(slack, new SlackBotSettings(), scratch.Path), knowledge: null, BotProcess.FreePort()))
        {
            await _run.SendAsync(bot, HostileRun.Count(1_000) * 3, mutator => SendOneAsync(slack, mutator));
            bot.Kill();
        }

        _run.ShouldHaveRefused("unsigned", 401, 413);
        _run.ShouldHoldOwnRowsAlone(Path.Combine(scratch.Path, "mlopsbot.db"), "UNSIGNED", SlackWorkJson.Default.SlackWork, id => id);
    }

    private async Task SendOneAsync(FakeSlackServer slack, Mutator mutator)
    {
        var random = mutator.Random;
        var path = random.Next(3) switch { 0 => "/slack/events", 1 => "/slack/commands", _ => "/slack/interactions" };
        var isSigned = random.Next(3) > 0;
        var isValid = isSigned && random.Next(100) == 0;
        var id = _run.NextId();
        if (isValid)
        {
            path = "/slack/events";
        }

        var body = isValid ? Encoding.UTF8.GetBytes(Filled(Seeds.Events[0], id)) : BodyOf(path, mutator, isSigned ? id : $"UNSIGNED{id}");
        using var request = SlackSite.Signed(path, body, DateTimeOffset.FromUnixTimeSeconds(0));
        Sign(request, body, slack.Options.SigningSecret, isSigned, random);
        var kind = isValid ? "valid" : isSigned ? "signed" : "unsigned";
        await _run.SendOneAsync(request, $"{kind} {path}", body.Length, isValid ? $"Ev{id}" : null);

        string Filled(string seed, string own) => seed.Replace("TEAM", slack.Acme.Id, StringComparison.Ordinal).Replace("ID", own, StringComparison.Ordinal);

        byte[] BodyOf(string where, Mutator with, string own)
        {
            if (random.Next(2_000) == 0)
            {
                return new byte[random.Next(400_000, 700_000)];
            }

            switch (where)
            {
                case "/slack/events":
                    return with.Json(Filled(Seeds.Events[random.Next(Seeds.Events.Length)], own));
                case "/slack/commands":
                    return with.Form(Filled(Seeds.Commands[random.Next(Seeds.Commands.Length)], own));
                default:
                    var json = with.Json(Filled(Seeds.Interactions[random.Next(Seeds.Interactions.Length)], own));
                    byte[] form = [.. "payload="u8, .. Encoding.ASCII.GetBytes(Escaped(json))];
                    return random.Next(6) == 0 ? with.Bytes(form) : form;
            }
        }
    }

    private static string Escaped(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var b in bytes)
        {
            _ = char.IsAsciiLetterOrDigit((char)b) ? text.Append((char)b) : text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return text.ToString();
    }

    /// <summary>Signs as Slack does, or in one of the ways in which somebody else may try.</summary>
    private static void Sign(HttpRequestMessage request, byte[] body, string secret, bool isSigned, Random random)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var age = isSigned ? random.Next(-200, 200) : random.Next(8) switch { 0 => 400, 1 => -400, 2 => 100_000, _ => 0 };
        var time = (now - age).ToString(CultureInfo.InvariantCulture);
        var signature = SlackSite.SignatureOf(time, body, isSigned || age != 0 ? secret : "another secret");
        request.Headers.Clear();
        var way = isSigned || age != 0 ? 5 : random.Next(6);
        if (way != 0)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", way == 1 ? new string('9', random.Next(1, 300)) : time);
        }

        if (way != 2)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", way == 3 ? "v0=" + new string('é', random.Next(1, 100)) : signature);
        }

        if (way == 4)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);
        }
    }
}
