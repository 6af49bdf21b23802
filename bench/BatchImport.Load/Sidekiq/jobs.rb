# frozen_string_literal: true

# The original design of BatchImport: a batch in Redis (size, counter, owner, success list, error list), one Sidekiq job per row; the job
# that counts down to zero writes the workbook. Loaded by the workers and by push.rb.
require "cgi"
require "json"
require "sidekiq"
require "zip"

Sidekiq.logger.level = Logger::WARN

# One row: validated, its result appended to a list, the counter decremented; the last one ends the batch.
class RowJob
  include Sidekiq::Worker

  COUNTRIES = %w[Austria Belgium Denmark France Germany Ireland Italy Netherlands Spain Switzerland].freeze
  EMAIL = /\A[^@\s]+@[^@\s]+\.[^@\s]+\z/.freeze

  def perform(number, row)
    error = problem(row)
    Sidekiq.redis do |redis|
      if error
        redis.rpush("batch:errors", JSON.generate([number, row, error]))
      else
        redis.rpush("batch:success", JSON.generate([number, row]))
      end
      ResultWorkbook.write(redis) if redis.decr("batch:left").zero?
    end
  end

  private

  def problem(row)
    id, first, last, email, phone, country, date, amount = row
    return "Id must be six digits" unless /\A[0-9]{6}\z/.match?(id.to_s)
    return "FirstName is missing" if first.to_s.empty?
    return "LastName is missing" if last.to_s.empty?
    return "Email is not an address" unless EMAIL.match?(email.to_s)
    return "Phone is not a number" unless phone.nil? || /\A\+[0-9]{1,3}( [0-9]+)+\z/.match?(phone)
    return "Country is not one of those allowed" unless COUNTRIES.include?(country)
    return "SignupDate is missing" if date.nil?
    return "Amount is out of range" unless amount.nil? || amount.between?(0, 100_000)

    nil
  end
end

# The result workbook: one sheet of successes, one of errors, streamed by rubyzip. The design used caxlsx, which Debian does not have and
# which takes longer: the replacement can only improve its figures.
module ResultWorkbook
  MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  PACKAGE = "http://schemas.openxmlformats.org/package/2006"
  TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  PARTS = {
    "[Content_Types].xml" => %(<Types xmlns="#{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="#{TYPE}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="#{TYPE}.sheet.main+xml"/></Types>),
    "_rels/.rels" => %(<Relationships xmlns="#{PACKAGE}/relationships"><Relationship Id="rId1" Type="#{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>),
    "xl/workbook.xml" => %(<workbook xmlns="#{MAIN}" xmlns:r="#{OFFICE}"><sheets><sheet name="Success" sheetId="1" r:id="rId1"/><sheet name="Errors" sheetId="2" r:id="rId2"/></sheets></workbook>),
    "xl/_rels/workbook.xml.rels" => %(<Relationships xmlns="#{PACKAGE}/relationships"><Relationship Id="rId1" Type="#{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="#{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>)
  }.freeze

  def self.write(redis)
    header = JSON.parse(redis.get("batch:header"))
    Zip::OutputStream.open(redis.get("batch:workbook")) do |zip|
      PARTS.each { |name, xml| zip.put_next_entry(name) && zip.write(xml) }
      sheet(zip, 1, header, redis.lrange("batch:success", 0, -1)) { |_, row| row }
      sheet(zip, 2, header + %w[Row Reason], redis.lrange("batch:errors", 0, -1)) { |number, row, error| row + [number, error] }
    end
    redis.set("batch:done", 1)
  end

  def self.sheet(zip, number, header, lines)
    zip.put_next_entry("xl/worksheets/sheet#{number}.xml")
    zip.write(%(<worksheet xmlns="#{MAIN}"><sheetData>#{cells(header)}))
    lines.each { |line| zip.write(cells(yield(*JSON.parse(line)))) }
    zip.write("</sheetData></worksheet>")
  end

  def self.cells(values)
    cells = values.map do |value|
      value.is_a?(Numeric) ? "<c><v>#{value}</v></c>" : %(<c t="inlineStr"><is><t>#{CGI.escapeHTML(value.to_s)}</t></is></c>)
    end
    "<row>#{cells.join}</row>"
  end
end
