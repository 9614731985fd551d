using System.Collections.Immutable;

namespace MlOpsBot.Serving;

/// <summary>
/// The options of the section <c>MlOpsBot</c>, from <c>appsettings.json</c> and, above it, environment variables
/// (<c>MlOpsBot__Port</c>). Immutable; read and checked once, at start.
/// </summary>
public sealed record BotOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "MlOpsBot";

    /// <summary>The folder to answer from, relative to the working directory; null looks for it.</summary>
    public string? Knowledge { get; init; }

    /// <summary>The port to listen on, 0 to 65535; 0 takes any that is free. 3978 unless set. Where <c>urls</c> is set (<c>ASPNETCORE_URLS</c>), that counts.</summary>
    public int Port { get; init; } = 3978;

    /// <summary>
    /// Whether the playground page and <c>POST /api/ask</c> are served: true to everybody who reaches the port, false to nobody.
    /// Not set, they are open on loopback in development and off elsewhere.
    /// </summary>
    public bool? PlaygroundEnabled { get; init; }

    /// <summary>How many conversations the playground remembers at a time, 1 to 1,000,000; the oldest is forgotten first. 10,000 unless set.</summary>
    public int PlaygroundConversations { get; init; } = 10_000;

    /// <summary>Reads and checks the section.</summary>
    public static BotOptionsRead Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var faults = ImmutableArray.CreateBuilder<string>();
        var options = new BotOptions();
        options = options with
        {
            Knowledge = configuration[$"{Section}:Knowledge"],
            Port = Number("Port", 0, 65_535, options.Port),
            PlaygroundEnabled = YesOrNo("Playground:Enabled"),
            PlaygroundConversations = Number("Playground:Conversations", 1, 1_000_000, options.PlaygroundConversations),
        };
        return new BotOptionsRead(options, faults.ToImmutable());

        int Number(string name, int least, int most, int otherwise)
        {
            var text = configuration[$"{Section}:{name}"];
            if (string.IsNullOrWhiteSpace(text))
            {
                return otherwise;
            }

            if (int.TryParse(text, out var number) && number >= least && number <= most)
            {
                return number;
            }

            faults.Add($"{Section}:{name} is '{text}'; give a whole number from {least} to {most}.");
            return otherwise;
        }

        bool? YesOrNo(string name)
        {
            var text = configuration[$"{Section}:{name}"];
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            if (bool.TryParse(text, out var value))
            {
                return value;
            }

            faults.Add($"{Section}:{name} is '{text}'; give true or false, or leave it out.");
            return null;
        }
    }
}

/// <summary>Options as they were read.</summary>
/// <param name="Options">The options; defaults stand where there is a fault.</param>
/// <param name="Faults">One line a fault: the option, its value, and what is allowed.</param>
public sealed record BotOptionsRead(BotOptions Options, ImmutableArray<string> Faults);
