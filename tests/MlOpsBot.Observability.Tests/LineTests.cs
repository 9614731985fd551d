using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Logging;

namespace MlOpsBot.Observability.Tests;

/// <summary>How a line of the log looks, and that nobody outside can write one.</summary>
public sealed class LineTests
{
    private const string Hostile = "C1\r\n2026-01-01 00:00:00 info: MlOpsBot[0] all is well\u2028\u0085\u001b[2Jend";
    private static readonly JumpingTime s_clock = new(new DateTimeOffset(2026, 11, 20, 13, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_text_line_stays_one_line_whatever_it_holds()
    {
        var line = Written(new TextLines(s_clock), new EventId(1001, "QuestionAnswered"), Hostile, new InvalidOperationException(Hostile));
        line.ShouldEndWith(Environment.NewLine);
        line.TrimEnd('\n').ShouldAllBe(character => !char.IsControl(character) && character != '\u2028');
        line.ShouldContain("info: MlOpsBot.Sample[1001] It was C1  2026-01-01");
        line.ShouldContain("System.InvalidOperationException: C1  2026");
    }

    [Fact]
    public void A_JSON_line_is_one_object_with_the_event_s_name_its_fields_and_its_exception()
    {
        var line = Written(new JsonLines(s_clock), new EventId(1001, "QuestionAnswered"), Hostile, new InvalidOperationException(Hostile));
        line.Count(character => character == '\n').ShouldBe(1);
        line.TrimEnd('\n').ShouldAllBe(character => !char.IsControl(character));
        var said = JsonDocument.Parse(line).RootElement;
        said.GetProperty("time").GetString()!.ShouldStartWith("2026-11-20T13:00:0");
        said.GetProperty("level").GetString().ShouldBe("information");
        said.GetProperty("category").GetString().ShouldBe("MlOpsBot.Sample");
        said.GetProperty("event").GetString().ShouldBe("QuestionAnswered");
        said.GetProperty("id").GetInt32().ShouldBe(1001);
        said.GetProperty("message").GetString().ShouldBe("It was " + Hostile);
        said.GetProperty("fields").GetProperty("What").GetString().ShouldBe(Hostile);
        said.GetProperty("exception").GetString()!.ShouldContain("InvalidOperationException");
    }

    [Fact]
    public void What_has_no_name_no_fields_and_no_exception_says_nothing_of_them()
    {
        var line = Written(new JsonLines(s_clock), default, null, null);
        var said = JsonDocument.Parse(line).RootElement;
        foreach (var name in (string[])["event", "id", "fields", "exception"])
        {
            said.TryGetProperty(name, out _).ShouldBeFalse(name);
        }
    }

    private static string Written(Microsoft.Extensions.Logging.Console.ConsoleFormatter formatter, EventId id, string? what, Exception? exception)
    {
        using var writer = new StringWriter();
        KeyValuePair<string, object?>[] state = what is null
            ? [new("{OriginalFormat}", "Nothing")]
            : [new("What", what), new("{OriginalFormat}", "It was {What}")];
        formatter.Write(
            new LogEntry<KeyValuePair<string, object?>[]>(LogLevel.Information, "MlOpsBot.Sample", id, state, exception, (_, _) => what is null ? "Nothing" : "It was " + what), null, writer);
        return writer.ToString();
    }
}
