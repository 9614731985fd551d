using Microsoft.Extensions.Logging;
using MlOpsBot.Observability.Tests.Documents;

namespace MlOpsBot.Observability.Tests;

/// <summary>
/// The page says what arrives, and nothing else; what arrives and what is logged holds nothing that it must not.
/// <c>BOT_METRICS=file</c> in the environment writes the table of metrics anew.
/// </summary>
public sealed class DocumentedTests(ObservedDay day)
{
    [Fact]
    public void Every_documented_metric_arrives_with_its_unit_and_attributes_and_no_other_does()
    {
        var arrived = day.Metrics.Where(metric => metric.Name.StartsWith("mlopsbot.", StringComparison.Ordinal))
            .Select(DocumentedMetric.RowOf).Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("BOT_METRICS") is { } file)
        {
            File.WriteAllLines(file, arrived);
        }

        string.Join('\n', DocumentedMetric.All().Select(metric => metric.ToString()).Order(StringComparer.Ordinal)).ShouldBe(string.Join('\n', arrived));
    }

    [Fact]
    public void No_attribute_of_a_metric_names_somebody_somewhere_or_something_said()
    {
        foreach (var metric in day.Metrics)
        {
            foreach (var value in metric.Points.SelectMany(point => point.Attributes.Values))
            {
                foreach (var secret in (string[])[.. day.Secrets, ObservedDay.Mark, "T0ACME", "U0", "C0"])
                {
                    value.ShouldNotContain(secret, Case.Insensitive, $"{metric.Name}");
                }
            }
        }
    }

    [Fact]
    public void A_question_s_receipt_and_its_answer_are_one_trace_with_the_calls_and_the_store_in_it()
    {
        var work = day.Spans.First(span => span.Name == "work question" && span.Attributes["mlopsbot.platform"] == "slack");
        var receipt = day.Spans.Single(span => span.Id == work.Parent);
        receipt.Name.ShouldBe("receive slack events");
        receipt.Trace.ShouldBe(work.Trace);
        var below = day.Spans.Where(span => span.Parent == work.Id).Select(span => span.Name).ToList();
        below.ShouldContain("POST 127.0.0.1");
        below.ShouldContain(name => name.StartsWith("store ", StringComparison.Ordinal));
        day.Spans.ShouldContain(span => span.Name == "post tip");
        day.Spans.ShouldContain(span => span.Name == "work question" && span.Attributes["mlopsbot.platform"] == "teams");
    }

    [Fact]
    public void Nothing_secret_and_nothing_that_was_asked_is_exported()
    {
        foreach (var secret in (string[])[.. day.Secrets, ObservedDay.Mark])
        {
            day.Exported.ShouldNotContain(secret, Case.Insensitive);
        }

        day.Exported.ShouldNotContain("/response/", Case.Insensitive);
        day.Spans.SelectMany(span => span.Attributes.Values).ShouldAllBe(value => !value.Contains("://", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_secret_and_nothing_that_was_asked_is_logged_even_where_everything_is()
    {
        day.Log.At(LogLevel.Debug).Count.ShouldBeGreaterThan(50);
        day.Log.At(LogLevel.Trace).ShouldNotBeEmpty();
        foreach (var secret in (string[])[.. day.Secrets, ObservedDay.Mark])
        {
            day.Log.All.Where(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Each_question_is_one_line()
    {
        var lines = day.Log.Ours.Where(line => line.Category.EndsWith(nameof(MlOpsBot.Chat.Measuring.AnsweredQuestions), StringComparison.Ordinal)).Select(line => line.Text).ToList();
        foreach (var platform in (string[])["slack", "teams", "page"])
        {
            lines.ShouldContain(line => line.StartsWith($"Answered {platform} ", StringComparison.Ordinal), string.Join('\n', lines));
        }

        lines.ShouldAllBe(line => !line.Contains('\n'));
    }
}
