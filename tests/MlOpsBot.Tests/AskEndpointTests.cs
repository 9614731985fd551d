using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace MlOpsBot.Tests;

public sealed class AskEndpointTests : IAsyncLifetime
{
    private RunningBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await RunningBot.StartAsync();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task The_contract_comes_first_and_what_a_page_needs_after_it()
    {
        var answer = await _bot.AskAsync("who owns model monitoring?");

        answer.EnumerateObject().Select(field => field.Name).Take(12).ShouldBe(
        [
            "id", "question", "kind", "cards", "activity", "section", "confidence", "title", "text", "sources", "followUps", "tookMicroseconds",
        ]);
        answer.GetProperty("kind").GetString().ShouldBe("owner");
        answer.GetProperty("blocks").GetArrayLength().ShouldBeGreaterThan(0);
        answer.GetProperty("citations")[0].GetProperty("file").GetString()!.ShouldEndWith(".txt");
        answer.GetProperty("holder").GetProperty("isEntered").GetBoolean().ShouldBeFalse();
        answer.GetProperty("knowledgeVersion").GetString().ShouldBe(_bot.Knowledge.State.Answerer.Knowledge.Version);
    }

    [Fact]
    public async Task A_conversation_goes_on_under_its_id()
    {
        var first = await _bot.AskAsync("what does a data engineer do?");
        var conversation = first.GetProperty("conversation").GetString();

        var second = await _bot.AskAsync("and what skills does she need?", conversation);

        second.GetProperty("cards")[0].GetString().ShouldBe("data-engineer");
        second.GetProperty("section").GetString().ShouldBe("skills");
        second.GetProperty("conversation").GetString().ShouldBe(conversation);
    }

    [Fact]
    public async Task A_caller_may_bring_an_id_of_its_own()
    {
        await _bot.AskAsync("what does a data engineer do?", "thread-7");

        var second = await _bot.AskAsync("and what skills does she need?", "thread-7");

        second.GetProperty("cards")[0].GetString().ShouldBe("data-engineer");
    }

    [Fact]
    public async Task Two_conversations_do_not_hear_each_other()
    {
        await _bot.AskAsync("what does a data engineer do?", "one");
        await _bot.AskAsync("what does a solution architect do?", "two");

        var second = await _bot.AskAsync("and what skills does she need?", "one");

        second.GetProperty("cards")[0].GetString().ShouldBe("data-engineer");
    }

    [Fact]
    public async Task A_follow_up_is_opened_by_its_target()
    {
        using var response = await _bot.PostAsync(new { open = "role:data-engineer#skills" });

        var answer = await ReadAsync(response);
        answer.GetProperty("cards")[0].GetString().ShouldBe("data-engineer");
        answer.GetProperty("section").GetString().ShouldBe("skills");
    }

    [Fact]
    public async Task A_target_that_is_gone_is_told_so()
    {
        using var response = await _bot.PostAsync(new { open = "role:lamplighter" });

        await ShouldBeProblemAsync(response, HttpStatusCode.NotFound, "That card is gone");
    }

    [Fact]
    public async Task Explain_adds_how_the_answer_came_about()
    {
        using var response = await _bot.PostAsync(new { question = "who owns model monitoring?", explain = true });

        var answer = await ReadAsync(response);
        answer.GetProperty("explanation").GetProperty("rule").GetString().ShouldNotBeNullOrEmpty();
        (await _bot.AskAsync("who owns model monitoring?")).TryGetProperty("explanation", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task An_empty_question_is_answered_with_help(string question) =>
        (await _bot.AskAsync(question)).GetProperty("kind").GetString().ShouldBe("help");

    [Theory]
    [InlineData("{\"question\":", "The body is no JSON: line 1, byte 13")]
    [InlineData("", "The body is no JSON: line 1, byte 1")]
    [InlineData("[]", "The body has to be a JSON object")]
    [InlineData("{}", "There is no \"question\"")]
    [InlineData("{\"question\":7}", "\"question\" has to be a text")]
    [InlineData("{\"question\":\"x\",\"explain\":\"yes\"}", "\"explain\" has to be true or false")]
    [InlineData("{\"question\":\"x\",\"conversation\":\"\"}", "\"conversation\" has to be 1 to 100 characters")]
    public async Task A_body_that_cannot_be_read_is_refused_with_the_remedy(string body, string title)
    {
        using var response = await PostRawAsync(Encoding.UTF8.GetBytes(body), "application/json");

        await ShouldBeProblemAsync(response, HttpStatusCode.BadRequest, title);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var response = await PostRawAsync("{\"question\":\"x\"}"u8.ToArray(), "text/plain");

        await ShouldBeProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "The body has to be JSON");
    }

    [Fact]
    public async Task A_body_over_256_KB_is_refused_and_one_below_is_answered()
    {
        using var tooLarge = await PostRawAsync(Body(256 * 1024), "application/json");
        await ShouldBeProblemAsync(tooLarge, HttpStatusCode.RequestEntityTooLarge, "The body is too large");

        using var large = await PostRawAsync(Body(200 * 1024), "application/json");
        large.StatusCode.ShouldBe(HttpStatusCode.OK);

        static byte[] Body(int length) => Encoding.UTF8.GetBytes($"{{\"question\":\"{new string('x', length)}\"}}");
    }

    [Fact]
    public async Task Broken_characters_are_still_a_question()
    {
        byte[] brokenUtf8 = [.. "{\"question\":\"what is mlops "u8, 0xFF, 0xC0, .. "\"}"u8];
        using var first = await PostRawAsync(brokenUtf8, "application/json");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var second = await PostRawAsync("{\"question\":\"what is mlops \\ud83d\"}"u8.ToArray(), "application/json; charset=utf-8");
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_gets_the_answer_as_html_with_everything_encoded()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ask")
        {
            Content = new StringContent("""{"question":"<script>alert(1)</script> who owns model monitoring?"}""", Encoding.UTF8, "application/json"),
            Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/html") } },
        };
        using var response = await _bot.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        html.ShouldStartWith("<article");
        html.ShouldNotContain("<script");
    }

    private Task<HttpResponseMessage> PostRawAsync(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return _bot.Client.PostAsync("/api/ask", content, TestContext.Current.CancellationToken);
    }

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status, string title)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await ReadAsync(response);
        problem.GetProperty("title").GetString().ShouldBe(title);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }
}
