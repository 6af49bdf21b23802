using BatchImport.Common;

namespace BatchImport.Tests.Common;

public sealed class EmailDomainTests
{
    [Theory]
    [InlineData("ada@example.com", "ada@example.com")]
    [InlineData("info@xn--mnchen-3ya.de", "info@xn--mnchen-3ya.de")]
    [InlineData("info@münchen.de", "info@xn--mnchen-3ya.de")]
    [InlineData("jörg@MÜNCHEN.de", "jörg@xn--mnchen-3ya.de")]
    public void A_domain_has_an_ascii_form_and_the_name_before_it_stays(string address, string ascii) => Assert.Equal(ascii, EmailDomain.WithAscii(address));

    [Theory]
    [InlineData("mün chen.de")]
    [InlineData("mün_chen.de")]
    [InlineData("münchen..de")]
    public void A_text_that_is_not_a_domain_has_none(string domain) => Assert.Null(EmailDomain.ToAscii(domain));
}
