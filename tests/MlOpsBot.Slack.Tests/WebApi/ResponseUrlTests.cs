using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Tests.WebApi;

public sealed class ResponseUrlTests
{
    [Theory]
    [InlineData(ResponseMode.Private, """{"replace_original":false,"response_type":"ephemeral","text":"Who owns it?","unfurl_links":false,"unfurl_media":false}""")]
    [InlineData(ResponseMode.InChannel, """{"replace_original":false,"response_type":"in_channel","text":"Who owns it?","unfurl_links":false,"unfurl_media":false}""")]
    [InlineData(ResponseMode.Replace, """{"replace_original":true,"text":"Who owns it?","unfurl_links":false,"unfurl_media":false}""")]
    [InlineData(ResponseMode.Delete, """{"delete_original":true}""")]
    public async Task Each_mode_says_what_becomes_of_the_original(ResponseMode mode, string body)
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        slack.Always("ok");

        (await rig.RespondAsync(new Uri(slack.Url, "respond/1").ToString(), mode)).ShouldBe(CallResult.Done(true));

        slack.Requests.ShouldHaveSingleItem().ShouldBe(new SeenRequest("/respond/1", body, "application/json; charset=utf-8", ""));
    }

    [Theory]
    [InlineData("https://hooks.slack.com/commands/T1/1/x", true)]
    [InlineData("https://HOOKS.slack.com/actions/T1/1/x", true)]
    [InlineData("https://hooks.slack-gov.com/actions/T1/1/x", true)]
    [InlineData("https://hooks.slack.com:443/x", true)]
    [InlineData("https://slack.com/x", true)]
    [InlineData("http://hooks.slack.com/x", false)]
    [InlineData("https://hooks.slack.com:8443/x", false)]
    [InlineData("https://hooks.slack.com.example.com/x", false)]
    [InlineData("https://hooks.slack.com@example.com/x", false)]
    [InlineData("https://user:pw@hooks.slack.com/x", false)]
    [InlineData("https://evilhooks.slack.com/x", false)]
    [InlineData("https://hooks.slack.com./x", false)]
    [InlineData("https://hооks.slack.com/x", false)] // Cyrillic
    [InlineData("https://127.0.0.1/x", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//hooks.slack.com/x", false)]
    [InlineData("not an address", false)]
    [InlineData("", false)]
    public void Only_addresses_of_Slacks_own_are_called(string url, bool isSlacks)
    {
        using var http = new ChatHttp(TimeProvider.System);
        new ResponseUrls(http, SlackOptions.DefaultApiUrl, NullLogger.Instance).IsSlacks(url, out _).ShouldBe(isSlacks);
    }

    [Fact]
    public async Task A_foreign_address_is_refused_without_a_call_and_without_a_word_of_it_in_the_log()
    {
        await using var slack = await ScriptedServer.StartAsync();
        await using var other = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);

        (await rig.RespondAsync(new Uri(other.Url, "respond/secret").ToString())).ShouldBe(CallResult.Refused<bool>("foreign_response_url"));

        other.Requests.ShouldBeEmpty();
        rig.LogText.ShouldNotContain("respond");
    }

    [Theory]
    [InlineData("expired_url", 404, CallOutcome.Refused, "expired_url")]
    [InlineData("""{"ok":false,"error":"used_url"}""", 404, CallOutcome.Refused, "used_url")]
    [InlineData("""{"ok":false,"error":"used_url"}""", 200, CallOutcome.Refused, "used_url")]
    [InlineData("<html>what</html>", 404, CallOutcome.Refused, "http_404")]
    [InlineData("""{"ok":true}""", 200, CallOutcome.Done, null)]
    [InlineData("<html>what</html>", 200, CallOutcome.Doubtful, "unreadable_answer")]
    [InlineData("no", 500, CallOutcome.Doubtful, "http_500")]
    [InlineData("", 429, CallOutcome.Later, "ratelimited")]
    public async Task What_comes_back_is_named_by_what_to_do_next(string body, int status, CallOutcome outcome, string? error)
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        slack.Always(body, status);

        var result = await rig.RespondAsync(new Uri(slack.Url, "respond/1").ToString());

        (result.Outcome, result.Error).ShouldBe((outcome, error));
        rig.LogText.ShouldNotContain("respond/1");
    }

    [Fact]
    public async Task A_replacement_in_doubt_may_be_made_again()
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        slack.Always("no", 502);

        (await rig.RespondAsync(new Uri(slack.Url, "respond/1").ToString(), ResponseMode.Replace)).Outcome.ShouldBe(CallOutcome.Later);
    }
}
