using System.Collections.Immutable;
using System.Text.Json;
using MlOpsBot.Serving;
using MlOpsBot.Wire;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether a bot runs where this configuration would have it listen, which version, and what it says of itself.</summary>
/// <param name="address">Where to ask it from here; null where the port is any that is free.</param>
/// <param name="http">Asks.</param>
internal sealed class RunningBotCheck(Uri? address, HttpClient http) : ICheck
{
    public string Name => "running bot";

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        if (address is null)
        {
            return [Diagnosed.Ok(Name, "Not looked for: the port is any that is free.")];
        }

        try
        {
            using var response = await http.GetAsync(new Uri(address, "/health/ready"), cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return Read(text) is { Version: not null } health ? [.. Judge(health)] : [Taken($"answers with {(int)response.StatusCode} what is no health of this bot's")];
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return [Diagnosed.Ok(Name, $"None runs at {address.Authority}.")];
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return [Taken("does not speak as this bot does")];
        }
    }

    private static HealthDocument? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, BotJson.Lines.HealthDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Diagnosed Taken(string what) => Diagnosed.Fault(
        Name, FindingCode.PortTaken, $"Something at {address!.Authority} {what}: the bot could not listen there.", "Stop it, or choose another port with MlOpsBot:Port.");

    private IEnumerable<Diagnosed> Judge(HealthDocument health)
    {
        var says = string.Join(" ", (health.Reasons ?? []).Select(reason => $"{reason.Text} ({reason.Reason})"));
        yield return health.Status switch
        {
            "ready" => Diagnosed.Ok(Name, $"Version {health.Version} is ready at {address!.Authority}."),
            "degraded" => Diagnosed.Warning(Name, FindingCode.RunningDegraded, $"Version {health.Version} at {address!.Authority} is degraded: {says}", "The other lines here, and its log, say what to do."),
            _ => Diagnosed.Fault(Name, FindingCode.RunningUnready, $"Version {health.Version} at {address!.Authority} is not ready: {says}", "The other lines here, and its log, say what to do."),
        };
        if (health.Version != ProgramVersion.Text)
        {
            yield return Diagnosed.Warning(
                Name, FindingCode.RunningVersion, $"It is version {health.Version}, and this doctor {ProgramVersion.Text}.", "Start the bot again, or run the doctor of its version.");
        }
    }
}
